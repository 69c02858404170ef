import { expect, it } from '@jest/globals'
import { Conditions } from '../src/conditions'

it('resolves when a condition is true at a check', async () => {
  const conditions = new Conditions()
  let count = 0
  const resolved: number[] = []
  const waits = [1, 2].map((least) => conditions.until(() => count >= least).then(() => resolved.push(least)))
  for (const now of [0, 1, 2]) {
    count = now
    conditions.check()
    await new Promise(setImmediate)
    expect(resolved).toEqual([1, 2].slice(0, now))
  }
  await Promise.all(waits)
})

it('resolves at once if the condition is true already', async () => {
  await new Conditions().until(() => true)
})
