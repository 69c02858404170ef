import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applicationInsightsSchema, type TableName, type TableSchema } from '@azmon/kql'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { EmbeddedSource } from '../../src/query/embedded-source'
import { createStatements } from '../../src/store/ddl'
import { openStore } from '../../src/store/open-store'
import type { Store } from '../../src/store/store'
import { upgradeTables } from '../../src/store/upgrade-tables'

let path: string

beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'azmon-upgrade-')), 'telemetry.duckdb')
})

afterEach(() => rm(join(path, '..'), { recursive: true }))

const open = () => openStore({ path, limits: { maxRows: 1e6, maxBytes: 1e9, maxAgeMs: 1e15 }, warn: () => undefined })

it('replaces null strings of a file of an earlier version, and keeps its rows in their order', async () => {
  const columns = ['id', 'name', 'operation_Id', 'customDimensions', 'timestamp']
  await writeEarlierFile(
    'requests',
    columns,
    `('1', NULL, 'o', '{"a":1}', TIMESTAMP '2026-01-02 03:04:05.678901'), ('2', 'GET /', NULL, NULL, NULL)`,
  )

  await using store = closing(await open())
  const { rows } = await new EmbeddedSource(store.opened).query({
    text: 'requests | project id, name, operation_Id, customDimensions, timestamp',
  })
  expect(rows).toEqual([
    ['1', '', 'o', { a: 1 }, '2026-01-02T03:04:05.6789010Z'],
    ['2', 'GET /', '', null, null],
  ])
})

it('adds columns that a file of an earlier version does not have', async () => {
  await writeEarlierFile('traces', ['message'], "('kept')")

  await using store = closing(await open())
  await store.opened.append([{ table: 'traces', row: { message: 'new', operation_Id: 'o', severityLevel: 1 } }])
  const stored = await store.opened.newest('traces', 2)
  expect(stored.map((row) => [row.message, row.operation_Id, row.severityLevel])).toEqual(
    expect.arrayContaining([
      ['kept', '', null],
      ['new', 'o', 1],
    ]),
  )
})

it('leaves the tables of the current version as they are', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  for (const statement of createStatements()) await connection.run(statement)
  const tables = async () => (await connection.runAndReadAll('SELECT table_oid FROM duckdb_tables()')).getRowsJS()
  const before = await tables()

  await upgradeTables(connection)
  expect(await tables()).toEqual(before)
  connection.closeSync()
})

/** Writes a file with one table, whose columns may all be null. */
async function writeEarlierFile(table: TableName, names: readonly string[], rows: string): Promise<void> {
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  const { columns }: TableSchema = applicationInsightsSchema[table]
  const types: Readonly<Record<string, string>> = { datetime: 'TIMESTAMP', dynamic: 'JSON' }
  const definitions = names.map((name) => {
    const type = columns.find((column) => column.name === name)?.type ?? ''
    return `"${name}" ${types[type] ?? 'VARCHAR'}`
  })
  await connection.run(`CREATE TABLE "${table}" (${definitions.join(', ')})`)
  await connection.run(`INSERT INTO "${table}" VALUES ${rows}`)
  connection.closeSync()
  instance.closeSync()
}

/** Closes the store at the end of a test. */
function closing(opened: Store): AsyncDisposable & { readonly opened: Store } {
  return { opened, [Symbol.asyncDispose]: () => opened.close() }
}
