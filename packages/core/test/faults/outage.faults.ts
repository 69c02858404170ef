import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  fingerprintOf,
  ManualClock,
  Oracle,
  readSpool,
  type Sink,
  type SinkResponse,
  slackMs,
  startGate,
  startSink,
} from '@azmon/testkit'
import { expect, it, jest } from '@jest/globals'
import { TelemetryClient } from '../../src/client/telemetry-client'
import type { Stats } from '../../src/diagnostics/stats'
import { Breaker } from '../../src/pipeline/breaker'

const ITEMS = 4_000
const TROUBLE_FROM = 1_000
const TROUBLE_TO = 3_000

/**
 * How long the delivery of everything may take after an outage. The pause between two attempts doubles, so after a longer
 * outage it may take as long as the outage lasted.
 */
const MAX_RECOVERY_MS = 10_000

interface Trouble {
  begin(sink: Sink): void | Promise<void>
  end(sink: Sink): void | Promise<void>
}

const answering = (answer: SinkResponse): Trouble => ({
  begin: (sink) => sink.respondWith(() => answer),
  end: (sink) => sink.respondWith(() => 'accept'),
})

const TROUBLES: Readonly<Record<string, Trouble | 'is not there'>> = {
  'says 503': answering(503),
  'says 500 and 408 by turns': byTurns(500, 408),
  'resets connections': answering('reset'),
  'breaks off in the middle of an answer': answering('half'),
  'never answers': answering('hang'),
  'answers a byte a second': answering('drip'),
  'is not there': 'is not there',
}

it.concurrent.each(Object.entries(TROUBLES))(
  'an endpoint that %s for a while gets everything in the end, once',
  async (name, trouble) => {
    const storagePath = mkdtempSync(join(tmpdir(), 'azmon-outage-'))
    const oracle = new Oracle()
    await using sink = await startSink((items) => oracle.delivered(items))
    await using gate = await startGate(sink.url)
    // Without open requests: a batch whose response is lost is sent twice.
    const shut = () => until(() => client.stats().inFlight === 0).then(gate.shut)
    const { begin, end } = trouble === 'is not there' ? { begin: shut, end: gate.open } : trouble
    const client = new TelemetryClient({
      connectionString: sink.connectionString.replace(sink.url, gate.url),
      storagePath,
      minRetryDelayMs: 10,
      requestTimeoutMs: 1_500, // less than the trouble lasts, and more than a busy machine takes for an answer
      maxBatchAgeMs: 100,
      storageMaintenanceMs: 200,
      handleSignals: false,
    })
    const unbalanced: unknown[] = []
    const stopWatching = every(10, () => unbalanced.push(...imbalancesOf(client.stats())))

    let tracked = 0
    let beganMs = 0
    let overMs = 0
    let begun = Promise.resolve()
    await new Promise<void>((resolve, reject) => {
      const stop = every(10, async () => {
        for (let i = 0; i < 10; i++) track()
        if (tracked === TROUBLE_FROM) {
          begun = Promise.resolve(begin(sink))
          beganMs = performance.now()
        }
        if (tracked === TROUBLE_TO) {
          await begun.then(() => end(sink)).catch(reject)
          overMs = performance.now()
        }
        if (tracked < ITEMS) return
        stop()
        resolve()
      })
    })
    await sink.untilAccepted(ITEMS)
    const recoveryMs = performance.now() - overMs
    await until(() => client.stats().sent + client.stats().spool.drained === ITEMS) // the last answer has been read
    stopWatching()
    unbalanced.push(...imbalancesOf(client.stats()))
    const { received, sent, spooled, retried, spool } = client.stats()
    process.stdout.write(
      `${name}: all delivered ${Math.round(recoveryMs)} ms after it was over; ${sent} sent, ${spooled} spooled, ${spool.drained} drained, ${retried} retried\n`,
    )
    expect(unbalanced).toEqual([])
    expect(oracle.verdict()).toMatchObject({ delivered: ITEMS, lost: [], unknown: [], changed: [], mostCopies: 1 })
    expect(received).toBe(ITEMS)
    expect(recoveryMs).toBeLessThan(Math.max(MAX_RECOVERY_MS, overMs - beganMs) + (await slackMs()))
    await client.close()
    expect(readSpool(storagePath)).toEqual({ items: [], names: [], damaged: [] })
    rmSync(storagePath, { recursive: true })

    function track(): void {
      const message = `i-${tracked++} ${'x'.repeat(200)}`
      const id = message.split(' ', 1).join()
      oracle.issued(id, fingerprintOf(message))
      oracle.acknowledged(id)
      client.trackTrace({ message })
    }
  },
)

// If each of them counted, a short failure of four connections would pause for half a minute.
it('concurrent failures extend the pause once', () => {
  const random = jest.spyOn(Math, 'random').mockReturnValue(0.999)
  const clock = new ManualClock()
  const breaker = new Breaker(clock, 500, () => {})
  for (let request = 0; request < 4; request++) breaker.failed({ kind: 'retryable', reason: 'no response in time' })
  clock.advance(500)
  random.mockRestore()
  expect(breaker.allowed).toBe(1)
})

/** Both equations of `stats()`, which always hold. */
function imbalancesOf({ received, sent, dropped, queued, inFlight, spooled, spool }: Stats): unknown[] {
  const isMemoryBalanced = received === sent + dropped + queued + inFlight + spooled
  const isDiskBalanced = spool.read === spool.drained + spool.dropped + spool.left
  return isMemoryBalanced && isDiskBalanced ? [] : [{ received, sent, dropped, queued, inFlight, spooled, spool }]
}

function byTurns(...answers: readonly SinkResponse[]): Trouble {
  let requests = 0
  return {
    begin: (sink) => sink.respondWith(() => answers[requests++ % answers.length] ?? 'accept'),
    end: (sink) => sink.respondWith(() => 'accept'),
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** Returns a function that stops it. */
function every(delayMs: number, work: () => void): () => void {
  const timer = setInterval(work, delayMs)
  return () => clearInterval(timer)
}
