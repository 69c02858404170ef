import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applicationInsightsSchema, type ColumnType, type TableName, type TableSchema } from '@azmon/kql'
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { TableRow } from '../../src/rows/row'
import { openStore } from '../../src/store/open-store'
import type { Store } from '../../src/store/store'
import { exportFile } from '../../src/transfer/export-file'
import { importFile } from '../../src/transfer/import-file'

let original: Store
let copy: Store
let folder: string

beforeAll(async () => {
  ;[original, copy] = [await openMemory(), await openMemory()]
  folder = mkdtempSync(join(tmpdir(), 'azmon-transfer-'))
})

afterAll(async () => {
  await original.close()
  await copy.close()
  rmSync(folder, { recursive: true })
})

beforeEach(async () => {
  await original.clear()
  await copy.clear()
})

it('keeps every row of every table, column for column', async () => {
  const property = fc.asyncProperty(fc.array(aRow(), { minLength: 1, maxLength: 30 }), async (rows) => {
    await original.clear()
    await copy.clear()
    await original.append(rows)
    const result = await transfer()
    expect(result).toMatchObject({ rows: rows.length, added: rows.length, duplicates: 0, expired: 0 })
    expect(await allRows(copy)).toEqual(await allRows(original))
  })
  await fc.assert(property, { numRuns: 12 * Number(process.env['PROPERTY_FACTOR'] ?? 1) })
})

it('keeps the order of arrival of rows with the same time', async () => {
  const messages = async (store: Store) => (await store.newest('traces', 9)).map(({ message }) => message)
  await original.append(Array.from({ length: 9 }, (_, n) => aTrace(n, BigInt(n % 3))))
  await transfer()
  expect(await messages(copy)).toEqual(await messages(original))
})

it('exports each row once if more rows have the same time than one part of the file holds', async () => {
  await original.append(Array.from({ length: 5_001 }, (_, n) => aTrace(n, BigInt(n % 3))))
  expect(await transfer()).toMatchObject({ rows: 5_001, added: 5_001 })
  expect(await allRows(copy)).toEqual(await allRows(original))
})

it('adds only the rows that are not yet stored', async () => {
  await original.append([aTrace(1), aTrace(2), { table: 'customEvents', row: aTrace(2).row }])
  await copy.append([aTrace(2)])
  expect(await transfer()).toMatchObject({ rows: 3, added: 2, duplicates: 1 })
  expect(await transfer()).toMatchObject({ rows: 3, added: 0, duplicates: 3 })
  expect(await copy.counts()).toMatchObject({ traces: 2, customEvents: 1 })
})

// --- helpers, in order of use ---

function openMemory(): Promise<Store> {
  const limits = { maxRows: 1_000_000, maxBytes: 1e9, maxAgeMs: Number.MAX_SAFE_INTEGER / 1_000 }
  return openStore({ path: ':memory:', limits, warn: () => undefined })
}

async function transfer() {
  const path = join(folder, 'telemetry.jsonl.gz')
  await exportFile(original, path, {})
  return importFile(path, {
    store: copy,
    oldestMicros: MIN_MICROS,
    onRowsStored: () => undefined,
    signal: AbortSignal.timeout(60_000),
  })
}

/** The first and the last moment of a datetime: the years 1 and 9999. */
const MIN_MICROS = -62_135_596_800_000_000n
const MAX_MICROS = 253_402_300_799_999_999n

function aRow(): fc.Arbitrary<TableRow> {
  const tables = Object.entries<TableSchema>(applicationInsightsSchema).map(([table, { columns }]) => {
    const values = columns.map(({ name, type }) => [name, fc.option(valuesOf[type], { freq: 3 })] as const)
    const row = { ...Object.fromEntries(values), itemId: fc.uuid(), timestamp: valuesOf.datetime }
    return fc.record({ table: fc.constant(table as TableName), row: fc.record(row) })
  })
  return fc.oneof(...tables) as fc.Arbitrary<TableRow>
}

const hostile = fc.constantFrom(
  '\u0000',
  `'; DROP TABLE traces; -- "\\`,
  '\ud800',
  '\u2028\r\n',
  '</script>',
  ' ',
  '\u{1f600}',
)
const text = fc.oneof(fc.string({ unit: 'binary' }), hostile)

const valuesOf: Readonly<Record<ColumnType, fc.Arbitrary<unknown>>> = {
  string: text,
  guid: fc.uuid(),
  int: fc.oneof(fc.integer(), fc.constantFrom(-(2 ** 31), 2 ** 31 - 1)),
  long: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  real: fc.oneof(fc.double(), fc.constantFrom(-0, Number.POSITIVE_INFINITY, Number.NaN, 5e-324, 0.1)),
  bool: fc.boolean(),
  datetime: fc.bigInt({ min: MIN_MICROS, max: MAX_MICROS }),
  dynamic: fc.oneof(fc.dictionary(text, fc.oneof(text, fc.double({ noNaN: true }))), fc.jsonValue({ maxDepth: 4 })),
}

async function allRows(store: Store) {
  const tables = Object.entries<TableSchema>(applicationInsightsSchema).map(async ([table, { columns }]) => {
    const values = columns.map(({ name, type }) => (type === 'datetime' ? `epoch_us("${name}")` : `"${name}"`))
    const { rows } = await store.read(`SELECT ${values.join(', ')} FROM "${table}" ORDER BY "itemId"`, {
      maxRows: 10_000,
    })
    return [table, rows] as const
  })
  return Object.fromEntries(await Promise.all(tables))
}

function aTrace(n: number, timestamp = 1_767_323_045_678_901n) {
  const itemId = `00000000-0000-4000-8000-${String((n * 7_919) % 100_003).padStart(12, '0')}`
  return { table: 'traces', row: { message: String(n), itemId, timestamp } } as const
}
