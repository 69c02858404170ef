import { expect, it } from '@jest/globals'
import fc from 'fast-check'

export { bytesLike, jsonLike, type Make, objectsLike, short, stringsLike, valuesLike } from './hostile-input'

/**
 * Declares a test that hands hostile inputs to one parser. No input may make `read` throw, or take longer than a
 * linear parser does. `check` throws if what was read breaks a promise.
 *
 * FUZZ_RUNS is the number of inputs, FUZZ_SEED repeats them.
 *
 * @example
 * fuzz('a time', stringsLike('2026-03-04T12:00:00.000Z'), parseIsoTime)
 */
export function fuzz<Input, Result>(
  parser: string,
  inputs: fc.Arbitrary<Input>,
  read: (input: Input) => Result,
  check: (result: Awaited<Result>, input: Input) => void = () => {},
  limitMs = LIMIT_MS,
): void {
  it(`reads ${parser}`, async () => {
    const property = fc.asyncProperty(inputs, async (input) => {
      const began = performance.now()
      const result = await read(input)
      const isSlow = performance.now() - began > limitMs
      check(result, input)
      if (isSlow) expect(await leastCpuMs(() => read(input), limitMs)).toBeLessThan(limitMs)
    })
    await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true })
  })
}

/** Calls `read`, which may refuse its input by throwing this class of error, and no other. */
export function refusedBy(refusal: new (...args: never[]) => Error, read: () => unknown): void {
  try {
    read()
  } catch (error) {
    if (!(error instanceof refusal)) throw error
  }
}

/** A secret that no generated string holds. */
export const CANARY = 'kanarienvogel7391'

/** Expects that no part of a result shows the secret. */
export function expectNoSecret(result: unknown): void {
  if (JSON.stringify(result)?.includes(CANARY)) throw new Error('The result holds the secret.')
}

// --- helpers ---

const RUNS = Number(process.env['FUZZ_RUNS'])
const SEED = Number(process.env['FUZZ_SEED'])

/**
 * Inputs have 16 KB, for which 1 ms is enough on an idle machine. The rest is for a busy one, for code that runs for the first
 * time and for objects with thousands of values; a parser that is not linear takes more than 100 ms.
 */
const LIMIT_MS = 10

/** Until code that ran for the first time is compiled. */
const MAX_REPEATS = 50

/** The time of the slow input alone, without what else the first run has met: a garbage collection, another process. */
async function leastCpuMs(work: () => unknown, limitMs: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let run = 0; run < MAX_REPEATS && least >= limitMs; run++) {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1_000)
  }
  return least
}
