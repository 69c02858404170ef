import { expect, it } from '@jest/globals'
import { cpuMs, expectLinear, takesLessThan } from '../src/linear-time'

/** Keeps a processor busy, so that the result does not depend on its speed. */
function work(ms: number): void {
  const { user, system } = process.cpuUsage()
  const untilUs = user + system + ms * 1_000
  for (;;) {
    const now = process.cpuUsage()
    if (now.user + now.system >= untilUs) return
  }
}

it('measures the shortest CPU time of several runs', () => {
  let runs = 0
  expect(cpuMs(() => work(runs++ === 0 ? 60 : 10), 3)).toBeGreaterThanOrEqual(10)
  expect(runs).toBe(3)
})

it('repeats work until one run is fast enough', () => {
  let runs = 0
  expect(takesLessThan(30, () => work(runs++ < 2 ? 40 : 0))).toBe(true)
  expect(runs).toBe(3)
  expect(takesLessThan(1, () => work(2))).toBe(false)
})

it('accepts linear cost and rejects quadratic cost', () => {
  const lengthOf = (length: number) => length
  expect(() => expectLinear(lengthOf, (length) => work(length / 4_096))).not.toThrow()
  expect(() => expectLinear(lengthOf, (length) => work((length / 16_384) ** 2 * 4))).toThrow(
    /The run time grows faster than the input: 16384: /,
  )
})
