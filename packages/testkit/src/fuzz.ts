import { expect, it } from '@jest/globals'
import fc from 'fast-check'

export { bytesLike, jsonLike, type Make, objectsLike, short, stringsLike, valuesLike } from './hostile-input'

/**
 * Declares a test of one parser with hostile inputs. For every input, `read` must not throw or take longer than a linear
 * parser. `check` throws if a result is wrong.
 *
 * FUZZ_RUNS is the number of inputs; FUZZ_SEED repeats the inputs of an earlier run.
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

/** Calls `read` and ignores errors of this class only, with which the parser rejects its input. */
export function mayThrow(errorClass: new (...args: never[]) => Error, read: () => unknown): void {
  try {
    read()
  } catch (error) {
    if (!(error instanceof errorClass)) throw error
  }
}

/** A secret that does not occur in any generated string. */
export const CANARY = 'kanarienvogel7391'

/** Expects that the result contains no part of the secret. */
export function expectNoSecret(result: unknown): void {
  if (JSON.stringify(result)?.includes(CANARY)) throw new Error('The result contains the secret.')
}

// --- helpers ---

const RUNS = Number(process.env['FUZZ_RUNS'])
const SEED = Number(process.env['FUZZ_SEED'])

/**
 * A linear parser takes 1 ms for the largest input, 16 KB, on an idle machine. The limit is higher to allow for busy machines,
 * code that is not compiled yet, and objects with thousands of values. A parser that is not linear takes more than 100 ms.
 */
const LIMIT_MS = 10

/** Enough runs for the code to be compiled. */
const MAX_REPEATS = 50

/** Measures a slow input again, because a garbage collection or another process may have delayed the first run. */
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
