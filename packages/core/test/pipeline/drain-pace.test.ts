import { expect, it } from '@jest/globals'
import { DrainPace } from '../../src/pipeline/drain-pace'

it('starts slowly, and doubles its pace with each success until there is no pause', () => {
  const pace = new DrainPace()
  const pauses = Array.from({ length: 12 }, () => {
    const { pauseMs } = pace
    pace.succeeded()
    return pauseMs
  })
  expect(pauses.slice(0, 4)).toEqual([250, 125, 62.5, 31.25])
  expect(pauses.at(-1)).toBe(0)
})

it('starts slowly again after a failure', () => {
  const pace = new DrainPace()
  for (let i = 0; i < 2_000; i++) pace.succeeded()
  pace.failed()
  expect(pace.pauseMs).toBe(250)
})
