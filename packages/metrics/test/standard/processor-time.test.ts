import { availableParallelism } from 'node:os'
import { expect, it } from '@jest/globals'
import { ProcessorTime } from '../../src/standard/processor-time'
import { busyFor } from '../builders'

it('reports about one processor, and its share of all, for a busy process', () => {
  const processor = new ProcessorTime()
  const startedMs = performance.now()
  const usage = process.cpuUsage()
  busyFor(300)
  const { user, system } = process.cpuUsage(usage)
  const elapsedMs = performance.now() - startedMs
  const { machine, process: own, normalized } = processor.read(elapsedMs)
  const expected = (user + system) / 10 / elapsedMs
  expect(Number(own) / expected).toBeCloseTo(1, 0)
  expect(normalized).toBeCloseTo(Number(own) / availableParallelism(), 9)
  expect(machine).toBeGreaterThan(0)
  expect(machine).toBeLessThanOrEqual(100)
})

it('omits the share of the process when no time has passed', () => {
  expect(new ProcessorTime().read(0)).toMatchObject({ process: undefined, normalized: undefined })
})
