import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { ManualClock } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { context, createContextKey } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { withoutTracing } from '../../src/ingestion/without-tracing'
import { openPipeline, pushLetters } from '../open-pipeline'

/** The key that OpenTelemetry's own `suppressTracing` sets. */
const SUPPRESSED = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

describe('with OpenTelemetry', () => {
  beforeEach(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager())
  })

  afterEach(() => context.disable())

  it('suppresses tracing for the whole of an asynchronous call, and for nothing else', async () => {
    const seen: unknown[] = []
    await withoutTracing(async () => {
      seen.push(context.active().getValue(SUPPRESSED))
      await new Promise(setImmediate)
      seen.push(context.active().getValue(SUPPRESSED))
    })
    expect(seen).toEqual([true, true])
    expect(context.active().getValue(SUPPRESSED)).toBeUndefined()
  })

  it('suppresses tracing of every request and every token request of a pipeline', async () => {
    const seen: unknown[] = []
    const note = () => seen.push(context.active().getValue(SUPPRESSED))
    const credential = {
      getToken: async () => {
        note()
        return { token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }
      },
    }
    const { pipeline } = await openPipeline({ credential }, new ManualClock())
    subscribe('undici:request:create', note)
    pushLetters(pipeline, 'abc')
    await pipeline.flush()
    unsubscribe('undici:request:create', note)
    expect(seen).toEqual([true, true])
  })
})

describe('without OpenTelemetry', () => {
  it('returns the result of the call', () => {
    expect(withoutTracing(() => 'sent')).toBe('sent')
  })
})
