import type { KqlType } from '@azmon/kql'

const NET_TYPES: Readonly<Record<KqlType, string>> = {
  string: 'String',
  int: 'Int32',
  long: 'Int64',
  real: 'Double',
  decimal: 'SqlDecimal',
  bool: 'SByte',
  datetime: 'DateTime',
  timespan: 'TimeSpan',
  dynamic: 'Object',
  guid: 'Guid',
}

/** Returns the type of .NET, without its namespace, which version 1 of the API and schemas name beside that of KQL. */
export function netType(type: KqlType): string {
  return NET_TYPES[type]
}
