import type { KqlType, KqlValue, ResultColumn } from '@azmon/kql'
import { LocalError } from '../../errors'

/** The columns and rows of a response, as the service sent them. */
export interface RemoteTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly unknown[])[]
}

/**
 * How a service writes dynamic values: as they are (`raw`), as JSON in a string (`json`), or likewise but with strings as they are
 * (`text`). A number or bool in `text` cannot be told from a string, and stays a string.
 */
export type DynamicForm = 'raw' | 'json' | 'text'

/**
 * Converts a table to the types and values that every source returns.
 * @throws LocalError `AZMON_LOCAL_QUERY_FAILED` if a column has an unknown type.
 */
export function readTable(
  { columns, rows }: RemoteTable,
  form: DynamicForm,
): {
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly (readonly KqlValue[])[]
} {
  const typed = columns.map(({ name, type }) => ({ name, type: typeOf(type) }))
  return {
    columns: typed,
    rows: rows.map((row) => typed.map(({ type }, index) => readValue(row[index], type, form))),
  }
}

// --- helpers, in order of use ---

/** The types of KQL, and the names that version 1 of the API of Azure Data Explorer uses for some of them. */
const TYPES: Readonly<Record<string, KqlType>> = {
  string: 'string',
  int: 'int',
  long: 'long',
  real: 'real',
  double: 'real',
  decimal: 'decimal',
  bool: 'bool',
  boolean: 'bool',
  sbyte: 'bool',
  datetime: 'datetime',
  date: 'datetime',
  timespan: 'timespan',
  time: 'timespan',
  dynamic: 'dynamic',
  guid: 'guid',
  uuid: 'guid',
}

function typeOf(name: string): KqlType {
  const type = Object.hasOwn(TYPES, name.toLowerCase()) ? TYPES[name.toLowerCase()] : undefined
  if (type !== undefined) return type
  throw new LocalError(
    'AZMON_LOCAL_QUERY_FAILED',
    `The response has a column of the unknown type ${name.slice(0, 50)}.`,
  )
}

function readValue(value: unknown, type: KqlType, form: DynamicForm): KqlValue {
  if (value === null || value === undefined) return type === 'string' ? '' : null
  switch (type) {
    case 'datetime':
      return withSevenDigits(String(value))
    case 'int':
    case 'long': {
      const number = Number(value)
      return Number.isSafeInteger(number) ? number : String(value)
    }
    case 'real':
      return NOT_FINITE.has(value) ? (value as KqlValue) : Number(value)
    case 'bool':
      return typeof value === 'boolean' ? value : Number(value) !== 0
    case 'dynamic':
      return typeof value === 'string' ? readDynamic(value, form) : (value as KqlValue)
    default:
      return typeof value === 'string' ? value : JSON.stringify(value)
  }
}

const NOT_FINITE: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity'])

/** The service omits the zeros at the end of a fraction. */
function withSevenDigits(datetime: string): string {
  const [, seconds, fraction = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?Z$/.exec(datetime) ?? []
  return seconds === undefined ? datetime : `${seconds}.${fraction.padEnd(7, '0')}Z`
}

function readDynamic(text: string, form: DynamicForm): KqlValue {
  if (form === 'raw' || (form === 'text' && !/^\s*[[{]/.test(text))) return text
  try {
    return JSON.parse(text) as KqlValue
  } catch {
    return text
  }
}
