import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Gate,
  readSpool,
  type Sink,
  seededRandom,
  slackMs,
  startGate,
  startProgram,
  startSink,
} from '@azmon/testkit'
import { expect, it } from '@jest/globals'

const KILLS_EACH = 7
const MAX_OUTAGE_MS = 11_000

/** The default age at which a batch is due. */
const MAX_BATCH_AGE_MS = 2_000

/** A request without a response for this long counts as failed. */
const SLOW_REQUEST_MS = 2_000

/** Timers are late on a busy machine. */
const TOLERANCE_MS = 2_000

const MAX_UNSAFE_MS = MAX_BATCH_AGE_MS + SLOW_REQUEST_MS + TOLERANCE_MS

type Begin = (sink: Sink, gate: Gate) => void | Promise<void>

const OUTAGES: Readonly<Record<string, Begin>> = {
  'refuses connections': (_, gate) => gate.shut(),
  'answers 503': (sink) => sink.respondWith(() => 503),
  'never answers': (sink) => sink.respondWith(() => 'hang'),
}

it.concurrent.each(Object.entries(OUTAGES))(
  `while the endpoint %s, ${KILLS_EACH} kills lose no record that is older than a batch may be`,
  async (name, begin) => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
    const random = seededRandom(seed)
    const folder = mkdtempSync(join(tmpdir(), 'azmon-outage-kill-'))
    const kept = new Set<string>()
    await using sink = await startSink((items) => {
      for (const { data } of items) kept.add(data.baseData.message ?? '')
    })
    await using gate = await startGate(sink.url)
    const CONNECTION = sink.connectionString.replace(sink.url, gate.url)
    const victims = Array.from({ length: KILLS_EACH }, (_, index) =>
      startVictim({ CONNECTION, STORAGE: join(folder, String(index)) }),
    )
    await Promise.all(victims.map(({ program }) => program.untilPrinted('ready')))
    await sink.untilAccepted(1)
    const delivered = sink.accepted

    await begin(sink, gate)
    await Promise.all(
      victims.map(async ({ program }) => {
        await new Promise((resolve) => setTimeout(resolve, MAX_OUTAGE_MS * random()))
        program.signal('SIGKILL')
        await program.ended
      }),
    )

    const maxUnsafeMs = MAX_UNSAFE_MS + (await slackMs())
    const { items, damaged } = readSpool(folder)
    for (const { data } of items) kept.add(data.baseData.message ?? '')
    const logged = victims.flatMap(({ logged }) => aged(logged))
    const lost = logged.filter(({ message }) => !kept.has(message))
    const oldestLostMs = Math.max(0, ...lost.map(({ ageMs }) => ageMs))
    process.stdout.write(
      `${name}: ${logged.length} logged, ${delivered} delivered before, ${items.length} on disk, ${lost.length} lost, none older than ${oldestLostMs} ms\n`,
    )
    expect({ seed, damaged }).toEqual({ seed, damaged: [] })
    expect(oldestLostMs).toBeLessThan(maxUnsafeMs)
    expect(logged.filter(({ ageMs }) => ageMs > MAX_UNSAFE_MS).length).toBeGreaterThan(delivered)
    rmSync(folder, { recursive: true })
  },
)

// --- helpers, in order of use ---

interface Logged {
  readonly message: string
  readonly timeMs: number
}

function startVictim(env: Readonly<Record<string, string>>) {
  const logged: Logged[] = []
  const program = startProgram(join(__dirname, 'programs', 'logs-steadily.cjs'), {
    env,
    onLine: (line) => {
      const [word, message = '', timeMs] = line.split(' ')
      if (word === 'logs') logged.push({ message, timeMs: Number(timeMs) })
    },
  })
  return { program, logged }
}

/** The age of each record when the process logged its last one. */
function aged(logged: readonly Logged[]) {
  const killedMs = logged.at(-1)?.timeMs ?? 0
  return logged.map(({ message, timeMs }) => ({ message, ageMs: killedMs - timeMs }))
}
