import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { ManualClock } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { context, createContextKey } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { withoutTracing } from '../../src/ingestion/without-tracing'
import { openPipeline, pushLetters } from '../open-pipeline'

/** The key that OpenTelemetry's own `suppressTracing` sets. */
const SUPPRESSED = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

describe('where OpenTelemetry runs', () => {
  beforeEach(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager())
  })

  afterEach(() => context.disable())

  it('tracing is off for what is sent, to the end of it, and for nothing else', async () => {
    const seen: unknown[] = []
    await withoutTracing(async () => {
      seen.push(context.active().getValue(SUPPRESSED))
      await new Promise(setImmediate)
      seen.push(context.active().getValue(SUPPRESSED))
    })
    expect(seen).toEqual([true, true])
    expect(context.active().getValue(SUPPRESSED)).toBeUndefined()
  })

  it('every request of a pipeline is sent so, and every token is asked for so', async () => {
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

describe('where no OpenTelemetry runs', () => {
  it('what is sent is sent', () => {
    expect(withoutTracing(() => 'sent')).toBe('sent')
  })
})
