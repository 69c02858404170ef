import type { KqlType, KqlValue, ResultColumn } from '@azmon/kql'
import { rowsJson } from '../rows-json'

/** A table of a response of Azure Data Explorer. */
export interface KustoTable {
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly (readonly KqlValue[])[]
}

/** Makes a table of columns, which have types by name, and rows. */
export function tableOf(types: Readonly<Record<string, KqlType>>, rows: KustoTable['rows']): KustoTable {
  return { columns: Object.entries(types).map(([name, type]) => ({ name, type })), rows }
}

/** Writes the rows of a table. Unlike in the query API of Azure Monitor, dynamic values are JSON, not strings. */
export function kustoRows({ columns, rows }: KustoTable): Promise<string> {
  return rowsJson(columns, rows, (value) => value)
}
