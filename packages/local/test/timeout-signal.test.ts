import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from '@jest/globals'
import { timeoutSignal } from '../src/timeout-signal'

it.each([30 * 86_400_000, Number.POSITIVE_INFINITY])('is not aborted soon for %d ms', async (timeoutMs) => {
  const signal = timeoutSignal(timeoutMs)
  await delay(20)
  expect(signal.aborted).toBe(false)
})

it.each([-5, 0, 0.5])('is aborted at once for %d ms', async (timeoutMs) => {
  const signal = timeoutSignal(timeoutMs)
  await new Promise((resolve) => signal.addEventListener('abort', resolve))
  expect(signal.reason).toMatchObject({ name: 'TimeoutError' })
})
