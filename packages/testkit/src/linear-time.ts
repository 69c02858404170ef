/**
 * Returns the lowest CPU time of several runs of `work`, in milliseconds. It exceeds a limit only if the work itself does,
 * however busy the machine is. Stops at the first run that takes no longer than `enoughMs`.
 */
export function cpuMs(work: () => unknown, runs = 5, enoughMs = 0): number {
  let least = Number.POSITIVE_INFINITY
  for (let run = 0; run < runs && least > enoughMs; run++) {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1_000)
  }
  return least
}

/** Returns whether at least one of up to 50 runs of `work` takes less CPU time than `limitMs`. */
export function takesLessThan(limitMs: number, work: () => unknown): boolean {
  return cpuMs(work, 50, limitMs) < limitMs
}

/**
 * Expects that the CPU time of `work` grows linearly with its input, from 16K characters (or other units of `make`) to 128K.
 * Times below 50 ms always pass, because they are unreliable.
 *
 * @throws Error with the measured times if the time grows faster than the input.
 * @example
 * expectLinear((length) => ' '.repeat(length), parse)
 */
export function expectLinear<Input>(make: (length: number) => Input, work: (input: Input) => unknown): void {
  let shortestMs: number | undefined
  for (const length of LENGTHS) {
    const input = make(length)
    // Most work takes less time than the floor, so that one run of each length is enough.
    if (cpuMs(() => work(input), RUNS, FLOOR_MS) <= FLOOR_MS) continue
    const shortest = make(SHORTEST)
    shortestMs ??= cpuMs(() => work(shortest), RUNS)
    const allowedMs = Math.max(FLOOR_MS, ((shortestMs * length) / SHORTEST) * TOLERANCE)
    const ms = cpuMs(() => work(input), RUNS, allowedMs)
    if (ms <= allowedMs) continue
    const measured = `${SHORTEST}: ${shortestMs.toFixed(1)} ms, ${length}: ${ms.toFixed(1)} ms`
    throw new Error(`The run time grows faster than the input: ${measured}.`)
  }
}

// --- helpers ---

const RUNS = 5

const SHORTEST = 16_384

/** From the first length to the last, linear cost grows by a factor of 8 and quadratic cost by 64. */
const LENGTHS = [SHORTEST, SHORTEST * 2, SHORTEST * 4, SHORTEST * 8]

const TOLERANCE = 2.5

/** Below this time, memory and compilation dominate. Quadratic cost is far above it at 128K. */
const FLOOR_MS = 50
