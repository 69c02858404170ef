import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
import { TelemetryClient } from '@azmon/core'
import { startIngestion } from '@azmon/testkit'
import { expect, it, jest } from '@jest/globals'
import { reportStats } from '../src/reports'

it('the statistics are reported every ten seconds if they have changed, and at the end', async () => {
  await using ingestion = await startIngestion()
  await using client = new TelemetryClient({ connectionString: ingestion.connectionString })
  const { port1, port2 } = new MessageChannel()
  const told = () => receiveMessageOnPort(port2)?.message
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'performance'] })
  const stop = reportStats(client, port1)
  jest.advanceTimersByTime(9_999)
  expect(told()).toBeUndefined()
  jest.advanceTimersByTime(1)
  expect(told()).toMatchObject({ code: 'EVENT', name: 'azmon:stats', args: [{ received: 0 }] })
  jest.advanceTimersByTime(10_000)
  expect(told()).toBeUndefined()
  client.trackTrace({ message: 'x' })
  stop()
  expect(told()).toMatchObject({ args: [{ received: 1 }] })
  jest.advanceTimersByTime(10_000)
  expect(told()).toBeUndefined()
  jest.useRealTimers()
  port1.close()
})
