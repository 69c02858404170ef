import type { TableName } from '@azmon/kql'
import { expect, it } from '@jest/globals'
import { StoredRows } from '../../src/live/stored-rows'

it('reports the first rows at once, and the others together after 250 ms', async () => {
  let report: (counts: object) => void = () => {}
  const reports: { counts: object; atMs: number }[] = []
  const stored = new StoredRows((counts) => {
    reports.push({ counts, atMs: performance.now() })
    report(counts)
  })
  const add = (...tables: readonly TableName[]) => stored.add(tables.map((table) => ({ table, row: {} })))
  add('traces')
  expect(reports).toHaveLength(1)
  const second = new Promise((resolve) => {
    report = resolve
  })
  for (let i = 0; i < 3; i++) add('traces', 'requests')
  expect(await second).toEqual({ traces: 3, requests: 3 })
  expect((reports[1]?.atMs ?? 0) - (reports[0]?.atMs ?? 0)).toBeGreaterThan(240)
})
