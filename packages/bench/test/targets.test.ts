import { describe, expect, it } from '@jest/globals'
import type { Figures } from '../src/measure'
import { Results, type Run } from '../src/results'
import { table } from '../src/table'
import { targetTable } from '../src/targets'

const aRun = (contender: string, figures: Figures): Run => ({
  scenario: 'burst',
  shape: 'nested',
  contender,
  records: 1,
  figures,
})

const RUNS: readonly Run[] = [
  aRun('winston-alone', { callerMicros: 10, cpuMicros: 30 }),
  aRun('azmon', { callerMicros: 10.5, cpuMicros: 39, lastAfterS: 2, lost: 0 }),
  // The median of the three is compared.
  aRun('azmon', { callerMicros: 9, cpuMicros: 41, lastAfterS: 9, lost: 0 }),
  aRun('azmon', { callerMicros: 11, cpuMicros: 40, lastAfterS: 1, lost: 0 }),
  aRun('winston-azure', { callerMicros: 21, cpuMicros: 50, lastAfterS: 4, lost: 0 }),
  aRun('azure-exporter', { callerMicros: 7, cpuMicros: 20, lastAfterS: 1, lost: 3 }),
]

const rowOf = (markdown: string, text: string) => markdown.split('\n').find((line) => line.includes(text))

describe('targetTable', () => {
  const targets = targetTable('winston', new Results(RUNS))

  it('compares medians with the logger alone', () => {
    expect(rowOf(targets, 'caller, × logger alone')).toContain('| 1.10 | – | 1.05 met |')
    expect(rowOf(targets, 'CPU µs/item, + logger alone')).toContain('| 4.0 / 8.0 | – | 10.0 **not met** |')
  })

  it('compares with the best peer that lost nothing', () => {
    expect(rowOf(targets, 'last delivered, × best lossless peer')).toContain('| 0.55 | – | 0.50 met |')
  })

  it('leaves out targets without a measured figure', () => {
    expect(rowOf(targets, 'paced')).toBeUndefined()
    expect(targetTable('pino', new Results(RUNS))).toBe('')
  })
})

describe('table', () => {
  it('shows each figure next to those of the logger alone and of the best lossless peer', () => {
    const columns = [
      { heading: 'caller', figure: 'callerMicros', digits: 1, toBaseline: 'ratio', toPeer: true },
    ] as const
    expect(table(columns, 'burst', 'winston', new Results(RUNS)).split('\n')).toEqual([
      '| shape |  | caller |',
      '| --- | --- | ---: |',
      '| nested | winston alone | 10.0 |',
      '| nested | @azmon/winston | 10.5 (1.05 ×, 0.50 × peer) |',
      '| nested | winston-azure-application-insights | 21.0 (2.10 ×, 1.00 × peer) |',
      '| nested | Azure exporter | 7.0 (0.70 ×, 0.33 × peer) |',
    ])
  })
})
