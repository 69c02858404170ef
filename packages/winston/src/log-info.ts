import { readField } from '@azmon/core/adapter'

/** winston's record, as a transport gets it. */
export interface LogInfo {
  readonly message?: unknown
  readonly [key: string]: unknown
  readonly [LEVEL]?: unknown
  readonly [SPLAT]?: unknown
}

/** The level as it was logged; a format may have coloured `info.level` since. @see triple-beam */
export const LEVEL: unique symbol = Symbol.for('level') as never

/** The arguments after the message. */
export const SPLAT: unique symbol = Symbol.for('splat') as never

/** Returns the level as it was logged or, without winston's symbol, as the record has it. */
export function levelOf(record: LogInfo): unknown {
  return readField(record, LEVEL) ?? readField(record, 'level')
}
