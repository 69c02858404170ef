import { decodeBody, faultyFiles, propertyRuns, readSpool } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Payload } from '../../src/batch/payload'
import { type Clock, systemClock } from '../../src/clock'
import type { SendOutcome } from '../../src/ingestion/breeze-response'
import type { DeliveryReport } from '../../src/pipeline/flush-watch'
import type { Ingestion } from '../../src/pipeline/ingestion'
import { Pipeline } from '../../src/pipeline/pipeline'
import { systemFiles } from '../../src/spool/file-system'
import { anItem, deliveryOptions } from '../builders'
import { aDisk } from '../open-pipeline'
import { aFolder } from '../spool/open-file-spool'

/** How the endpoint responds to one request. */
type Answer = SendOutcome['kind'] | 'retry the first' | 'never'

interface World {
  readonly pipeline: Pipeline
  readonly folder: string
  /** Messages that the endpoint accepted, including duplicates. */
  readonly accepted: readonly string[]
  push(items: number): void
}

interface Conditions {
  readonly maxQueueBytes: number
  readonly durability: 'spool' | 'journal'
  /** The number of writes before the disk is full, two per file. Undefined without a disk. */
  readonly writes: number | undefined
  /** Responses to the first requests, in order. */
  readonly script: readonly Answer[]
  /** The response to all later requests. */
  readonly otherwise: Answer
}

/** No write is slow for this clock: a slow disk would not be used for half a minute. */
const UNHURRIED: Clock = { ...systemClock, monotonicMs: () => 0 }

/** A real pipeline with a real folder, and a scripted endpoint. */
function aWorld({ maxQueueBytes, durability, writes, script, otherwise }: Conditions): World {
  const folder = aFolder()
  const files = faultyFiles(systemFiles)
  files.fail('ENOSPC', { of: 'writeSync', nth: (writes ?? 0) + 1 })
  const accepted: string[] = []
  let pushed = 0
  const pipeline = new Pipeline(
    deliveryOptions({ maxQueueBytes, durability, maxBatchItems: 7, minRetryDelayMs: 1, maxBatchAgeMs: 1 }),
    ingestionOf(script, otherwise, accepted),
    writes === undefined ? undefined : { ...aDisk(folder), files: files.files },
    UNHURRIED,
  )
  const push = (items: number) => {
    for (let i = 0; i < items; i++) pipeline.push(anItem(messageOf(pushed++)))
  }
  return { pipeline, folder, accepted, push }
}

function ingestionOf(script: readonly Answer[], otherwise: Answer, accepted: string[]): Ingestion {
  const answers = [...script]
  let abort = () => {}
  let aborted = new Promise<SendOutcome>(() => {})
  const renew = () => {
    aborted = new Promise((resolve) => {
      abort = () => resolve({ kind: 'retryable', reason: 'aborted' })
    })
  }
  renew()
  const end = async () => {
    abort()
    renew()
  }
  return {
    load: () => {},
    abort: end,
    close: end,
    forThread: () => undefined,
    post: async (payload) => {
      const answer = answers.shift() ?? otherwise
      if (answer === 'never') return aborted
      await new Promise(setImmediate)
      const outcome = outcomeOf(answer, payload)
      accepted.push(...acceptedOf(outcome, payload))
      return outcome
    },
  }
}

/** A disk that is never full. */
const ENOUGH = 1_000_000

const LIMIT_MS = 30

/** Short, because some endpoints never respond. */
const flush = (pipeline: Pipeline) => pipeline.flush({ timeoutMs: LIMIT_MS })

const close = (pipeline: Pipeline) => pipeline.flush({ timeoutMs: LIMIT_MS }, { beforeReport: () => pipeline.close() })

const totalOf = ({ sent, spooled, dropped, pending }: DeliveryReport) => sent + spooled + dropped + pending

/** What a flush that starts now has to report, apart from what is in `told`. */
function expectWhole(report: DeliveryReport, received: number, told: Told): void {
  expect(totalOf(report)).toBe(received - told.sent - told.dropped)
  expect(report.ok).toBe(report.sent === totalOf(report))
}

/** The ends in earlier reports. Spooled and pending items are reported again. */
interface Told {
  sent: number
  dropped: number
}

const answer = fc.constantFrom<Answer>(
  'accepted',
  'partial',
  'unreadable',
  'poisoned',
  'too-large',
  'retryable',
  'never',
)

const conditions: fc.Arbitrary<Conditions> = fc.record({
  maxQueueBytes: fc.constantFrom(65_536, 8_388_608),
  durability: fc.constantFrom('spool', 'journal'),
  writes: fc.constantFrom(undefined, 0, 1, 2, 4, ENOUGH),
  script: fc.array(answer, { maxLength: 20 }),
  otherwise: fc.constantFrom<Answer>('accepted', 'retryable', 'never'),
})

const burst = fc.integer({ min: 0, max: 60 })

describe('the report of a flush', () => {
  it('adds up to everything received before the flush and not reported yet, whatever endpoint and disk do', async () => {
    const steps = fc.array(fc.record({ before: burst, during: burst, twice: fc.boolean() }), {
      minLength: 1,
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(conditions, steps, burst, async (given, flushes, last) => {
        const { pipeline, folder, push } = aWorld(given)
        const told: Told = { sent: 0, dropped: 0 }
        for (const { before, during, twice } of flushes) {
          push(before)
          const { received } = pipeline.stats()
          const running = [flush(pipeline), ...(twice ? [flush(pipeline)] : [])]
          push(during)
          const reports = await Promise.all(running)
          for (const report of reports) expectWhole(report, received, told)
          told.sent += most(reports, 'sent')
          told.dropped += most(reports, 'dropped')
        }
        push(last)
        const report = await close(pipeline)
        expectWhole(report, pipeline.stats().received, told)
        if (given.durability === 'spool') {
          expect(report.pending).toBe(0)
          expect(readSpool(folder).items).toHaveLength(report.spooled)
        }
      }),
      { numRuns: propertyRuns(15) },
    )
  })

  it('counts an item once that arrives twice because the disk had no room for the rest of its batch', async () => {
    const script: readonly Answer[] = ['retryable', 'retry the first']
    const given: Conditions = {
      maxQueueBytes: 8_388_608,
      durability: 'spool',
      writes: 2,
      script,
      otherwise: 'accepted',
    }
    const { pipeline, accepted, push } = aWorld(given)
    push(7)
    expect(await pipeline.flush()).toEqual({ ok: true, sent: 7, spooled: 0, dropped: 0, pending: 0 })
    expect(accepted.length).toBe(6 + 7)
  })

  it('is ok if the endpoint recovers in time: each item arrives once, and nothing is left on disk', async () => {
    const trouble = fc.constantFrom<Answer>('accepted', 'retryable', 'retry the first')
    const someTrouble = conditions.map((given): Conditions => ({ ...given, writes: ENOUGH, otherwise: 'accepted' }))
    const script = fc.array(trouble, { maxLength: 4 })
    const bursts = fc.array(burst, { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(someTrouble, script, bursts, async (given, answers, counts) => {
        const { pipeline, folder, accepted, push } = aWorld({ ...given, script: answers })
        let told = 0
        for (const items of counts) {
          push(items)
          const { received } = pipeline.stats()
          const report = await pipeline.flush({ timeoutMs: 60_000 })
          expect(report).toEqual({ ok: true, sent: received - told, spooled: 0, dropped: 0, pending: 0 })
          told = received
        }
        await pipeline.close()
        expect(readSpool(folder).names).toEqual([])
        expect([...accepted].sort()).toEqual(Array.from({ length: told }, (_, id) => messageOf(id)).sort())
      }),
      { numRuns: propertyRuns(15) },
    )
  })
})

// --- helpers, in order of use ---

function messageOf(id: number): string {
  return `${id} ${'x'.repeat(1_800)}`
}

function most(reports: readonly DeliveryReport[], end: 'sent' | 'dropped'): number {
  return Math.max(...reports.map((report) => report[end]))
}

function outcomeOf(kind: Exclude<Answer, 'never'>, { items }: Payload): SendOutcome {
  switch (kind) {
    case 'retry the first':
      return { kind: 'partial', retry: [0], rejected: [] }
    case 'partial':
      return { kind, retry: [0], rejected: items > 1 ? [{ index: 1, statusCode: 400 }] : [] }
    case 'accepted':
    case 'unreadable':
    case 'poisoned':
    case 'too-large':
    case 'encoding-refused':
      return { kind }
    case 'retryable':
    case 'throttled':
    case 'quota':
    case 'denied':
    case 'misconfigured':
      return { kind, reason: 'scripted' }
  }
}

function acceptedOf(outcome: SendOutcome, { body, encoding }: Payload): readonly string[] {
  if (outcome.kind !== 'accepted' && outcome.kind !== 'partial') return []
  const others = outcome.kind === 'accepted' ? [] : [...outcome.retry, ...outcome.rejected.map(({ index }) => index)]
  return decodeBody(body, encoding)
    .filter((_, index) => !others.includes(index))
    .map(({ data }) => data.baseData.message ?? '')
}
