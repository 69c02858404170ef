import { ManualClock, status } from '@azmon/testkit'
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals'
import { firstTrouble, openPipeline, pushLetters } from '../open-pipeline'

let emitWarning: jest.SpiedFunction<typeof process.emitWarning>

beforeEach(() => {
  emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
})

afterEach(() => emitWarning.mockRestore())

const warnings = () => emitWarning.mock.calls.map(([message]) => String(message))

it('does not warn if an item was delivered within 30 s', async () => {
  const clock = new ManualClock()
  const { pipeline, ingestion } = await openPipeline({}, clock)
  pushLetters(pipeline, 'a')
  await pipeline.flush()
  ingestion.always(status(503))
  pushLetters(pipeline, 'b')
  const failed = firstTrouble(pipeline)
  clock.advance(30_000)
  await failed
  expect(warnings()).toEqual([])
})

it('warns once, with the reason, if nothing was delivered for long', async () => {
  const clock = new ManualClock()
  const { pipeline, ingestion } = await openPipeline({ maxBatchAgeMs: 20_000 }, clock)
  ingestion.always(status(503))
  pipeline.refuse('unreadable')
  pushLetters(pipeline, 'a')
  const failed = firstTrouble(pipeline)
  clock.advance(20_000)
  await failed
  pipeline.diagnostics.itemFailed(new Error('password=canary'))
  clock.advance(19_999)
  expect(warnings()).toEqual([])
  clock.advance(1)
  expect(warnings()).toEqual([expect.stringMatching(/delivered in the first 40 s\. .*status 503/)])
})
