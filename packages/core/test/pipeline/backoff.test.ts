import { describe, expect, it } from '@jest/globals'
import { backoffMs } from '../../src/pipeline/backoff'

describe('back-off', () => {
  it.each([
    [1, 500],
    [2, 1_000],
    [5, 8_000],
    [8, 60_000],
    [2_000, 60_000],
  ])('after %i failures waits at most %i ms', (failures, ceiling) => {
    expect(backoffMs(failures, 500, () => 0)).toBe(0)
    expect(backoffMs(failures, 500, () => 1)).toBe(ceiling)
  })
})
