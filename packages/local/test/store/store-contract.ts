import { applicationInsightsSchema } from '@azmon/kql'
import { expect } from '@jest/globals'
import type { TableRow } from '../../src/rows/row'
import type { Store } from '../../src/store/store'

type Test = (name: string, body: () => Promise<void>) => void

/** Tests the requirements of every store. */
export function storeContract(test: Test, openStore: () => Promise<Store>): void {
  function storeTest(name: string, body: (store: Store) => Promise<void>): void {
    test(name, async () => {
      const store = await openStore()
      try {
        await body(store)
      } finally {
        await store.close()
      }
    })
  }

  storeTest('starts with all tables, empty', async (store) => {
    const tables = Object.keys(applicationInsightsSchema)
    expect(await store.counts()).toEqual(Object.fromEntries(tables.map((table) => [table, 0])))
  })

  storeTest('returns rows as soon as their append has resolved', async (store) => {
    await store.append([aTrace('a'), { table: 'requests', row: { id: 'r' } }, aTrace('b')])

    expect(await store.counts()).toMatchObject({ traces: 2, requests: 1, exceptions: 0 })
  })

  storeTest('loses nothing with many concurrent appends', async (store) => {
    await Promise.all(Array.from({ length: 300 }, (_, n) => store.append([aTrace(`message ${n}`)])))

    const messages = (await store.newest('traces', 1_000)).map((row) => row.message)
    expect(new Set(messages).size).toBe(300)
  })

  storeTest(
    'returns values unchanged, empty strings for missing strings, and null for other missing values',
    async (store) => {
      await store.append([
        {
          table: 'customMetrics',
          row: {
            name: 'n',
            timestamp: 1_767_323_045_678_901n,
            value: 0.1,
            valueCount: 3,
            customDimensions: { a: '1' },
          },
        },
      ])

      expect((await store.newest('customMetrics', 1))[0]).toMatchObject({
        name: 'n',
        timestamp: new Date('2026-01-02T03:04:05.678Z'),
        value: 0.1,
        valueCount: 3,
        customDimensions: { a: '1' },
        valueMin: null,
        operation_Id: '',
      })
    },
  )

  storeTest('returns the newest rows first, to the microsecond, up to the limit', async (store) => {
    await store.append([aTrace('second', 1_001n), aTrace('first', 1_000n), aTrace('last', 1_002n)])
    await store.append([aTrace('after the last', 1_002n)])

    expect((await store.newest('traces', 3)).map((row) => row.message)).toEqual(['after the last', 'last', 'second'])
  })

  storeTest('keeps hostile strings unchanged', async (store) => {
    const hostile = `'; DROP TABLE traces; -- "</script>\u0000\u0007\u{1f600}`
    const dimensions: object = JSON.parse(
      '{"__proto__":"p","\\u0000":"\\u0001","\\ud800":"\\udfff","\\\\ud800":"\\\\"}',
    )
    await store.append([{ table: 'traces', row: { message: hostile, customDimensions: dimensions } }])

    const [row] = await store.newest('traces', 1)
    expect(row?.message).toBe(hostile)
    expect(Object.entries(row?.customDimensions ?? {})).toEqual([
      ['__proto__', 'p'],
      ['\u0000', '\u0001'],
      ['\ufffd', '\ufffd'],
      ['\\ud800', '\\'],
    ])
  })

  storeTest('stores none of the rows of a failed append and continues', async (store) => {
    const impossible = { table: 'traces', row: { severityLevel: 2 ** 40 } } as const

    await expect(store.append([aTrace('beside it'), impossible])).rejects.toThrow()
    await store.append([aTrace('after it')])

    expect((await store.newest('traces', 10)).map((row) => row.message)).toEqual(['after it'])
  })

  storeTest('reads the first rows of a SELECT, and says whether there are more', async (store) => {
    await store.append([aTrace('a', 1n), aTrace('b', 2n), aTrace('c', 3n)])
    const sql = 'SELECT message, severityLevel FROM traces ORDER BY timestamp'

    expect(await store.read(sql, { maxRows: 2 })).toEqual({
      rows: [
        ['a', null],
        ['b', null],
      ],
      isTruncated: true,
    })
    expect(await store.read(sql, { maxRows: 3 })).toMatchObject({ isTruncated: false })
    // Each of the two values counts as 8 bytes, and the string has one character.
    expect((await store.read(sql, { maxRows: 3, maxBytes: 34 })).rows).toHaveLength(2)
    expect(await store.read(sql, { maxRows: 3, maxBytes: 35 })).toMatchObject({ isTruncated: false })
    const empty = `SELECT '' AS a, '' AS b FROM traces`
    expect((await store.read(empty, { maxRows: 3, maxBytes: 32 })).rows).toHaveLength(2)
  })

  storeTest('removes all rows when it is cleared, and stores later ones', async (store) => {
    await store.append([aTrace('before'), { table: 'requests', row: { id: 'r' } }])
    await store.clear()
    await store.append([aTrace('after')])

    expect(await store.counts()).toMatchObject({ traces: 1, requests: 0 })
  })

  test('finishes running writes before it closes', async () => {
    const store = await openStore()
    const appended = store.append([aTrace('a')])
    await store.close()

    await expect(appended).resolves.toBeUndefined()
  })
}

function aTrace(message: string, timestamp = 0n): TableRow {
  return { table: 'traces', row: { message, timestamp } }
}
