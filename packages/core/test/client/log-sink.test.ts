import { type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Envelope, TelemetryClient } from '../../src'
import { LogSink, splitLogOptions } from '../../src/adapter'

let ingestion: ScriptedIngestion

beforeEach(async () => {
  ingestion = await startIngestion()
})

afterEach(() => ingestion.close())

const trace = (message: string) => (): Envelope => ({
  time: new Date().toISOString(),
  data: { baseType: 'MessageData', baseData: { message } },
})

const messages = () => ingestion.accepted.map(({ data }) => data.baseData.message)

describe('a sink with a client of its own', () => {
  const open = (options = {}) => {
    const { connectionString } = ingestion
    return new LogSink(splitLogOptions({ connectionString, maxBatchAgeMs: 3_600_000, ...options }))
  }

  it('sends everything tracked before it is closed, and nothing after that', async () => {
    const sink = open()
    sink.track(trace('before'))
    expect(await sink.close()).toMatchObject({ ok: true, sent: 1 })
    sink.track(trace('after'))
    expect(messages()).toEqual(['before'])
    expect(sink.stats().droppedByReason).toMatchObject({ closed: 1 })
  })

  it('tells its adapter about trouble at most once in 10 s, and the application about every error', async () => {
    const [told, errors]: [Error[], Error[]] = [[], []]
    const split = splitLogOptions({
      connectionString: ingestion.connectionString,
      onError: (error) => errors.push(error),
    })
    const sink = new LogSink({ ...split, onTrouble: (error) => told.push(error) })
    for (const source of ['first', 'second']) sink.client.reportFailure(source, new Error(source))
    expect(errors.map(({ message }) => message)).toEqual(['first', 'second'])
    expect(told.map(({ message }) => message)).toEqual(['first'])
    await sink.close()
  })

  it('opens a new client when it is used after release', async () => {
    const sink = open()
    const { client } = sink
    sink.track(trace('before'))
    sink.release()
    sink.release()
    await ingestion.untilAccepted(1)
    expect(sink.stats()).toMatchObject({ received: 1 }) // does not open one
    sink.track(trace('after'))
    expect(sink.client).not.toBe(client)
    await sink.close()
    expect(messages()).toEqual(['before', 'after'])
  })

  it('reports errors of functions that make items once a second, and counts each', async () => {
    const errors: string[] = []
    const sink = open({ onError: ({ message }: Error) => errors.push(message) })
    const fail = () => {
      throw new Error('unreadable record')
    }
    sink.track(fail)
    sink.track(fail)
    expect(errors).toEqual(['unreadable record'])
    expect(sink.stats()).toMatchObject({
      droppedByReason: { unreadable: 2 },
      lastError: { message: 'unreadable record' },
    })
    await sink.close()
  })
})

it('a sink with a given client leaves it open', async () => {
  const client = new TelemetryClient({ connectionString: ingestion.connectionString, maxBatchAgeMs: 3_600_000 })
  const sink = new LogSink(splitLogOptions({ client }))
  expect([sink.ownsClient, sink.client]).toEqual([false, client])
  sink.track(trace('one'))
  await sink.close()
  sink.track(trace('two'))
  sink.release()
  await ingestion.untilAccepted(2)
  expect(sink.client).toBe(client)
  client.trackTrace({ message: 'three' })
  await client.close()
  expect(messages()).toEqual(['one', 'two', 'three'])
})
