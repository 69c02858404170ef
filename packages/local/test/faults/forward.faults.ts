import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type RunningProgram,
  reset,
  type ScriptedIngestion,
  startIngestion,
  startProgram,
  status,
} from '@azmon/testkit'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { aMessage, postEnvelopes } from '../an-envelope'

let target: ScriptedIngestion
let home: string

beforeEach(async () => {
  target = await startIngestion()
  home = await mkdtemp(join(tmpdir(), 'azmon-forward-'))
})

afterEach(async () => {
  await target.close()
  await rm(home, { recursive: true })
})

async function start(): Promise<{ readonly program: RunningProgram; readonly url: string }> {
  const lines: string[] = []
  const program = startProgram(join(__dirname, 'programs', 'forwards.cjs'), {
    env: { FORWARD: target.connectionString, XDG_STATE_HOME: home },
    onLine: (line) => lines.push(line),
  })
  await program.untilPrinted('ready')
  return { program, url: /http:\S+/.exec(lines.join('\n'))?.[0] ?? '' }
}

const BATCHES = 40
const BATCH_ITEMS = 50

/** Posts numbered messages, and returns the acknowledged ones. */
async function post(url: string): Promise<readonly string[]> {
  const acknowledged: string[] = []
  for (let batch = 0; batch < BATCHES; batch++) {
    const messages = Array.from({ length: BATCH_ITEMS }, (_, index) => `${batch}-${index}`)
    const response = await postEnvelopes(
      url,
      messages.map((message) => aMessage(message)),
    )
    if (response.ok) acknowledged.push(...messages)
  }
  return acknowledged
}

function arrived(): ReadonlySet<unknown> {
  return new Set(target.accepted.map(({ data }) => (data.baseData as { message?: string }).message))
}

it('loses nothing that it acknowledged when it is killed while the target is down', async () => {
  target.always(status(503))
  const first = await start()
  const acknowledged = await post(first.url)
  expect(acknowledged).toHaveLength(BATCHES * BATCH_ITEMS)
  first.program.signal('SIGKILL')
  await first.program.ended

  target.always({ kind: 'accept' })
  const second = await start()
  await target.untilAccepted(acknowledged.length)
  second.program.signal('SIGKILL')
  await second.program.ended
  expect(arrived()).toEqual(new Set(acknowledged))
})

it('delivers everything when the target resets connections and recovers', async () => {
  target.always(reset)
  const { program, url } = await start()
  const acknowledged = await post(url)
  target.always({ kind: 'accept' })
  await target.untilAccepted(acknowledged.length)
  program.signal('SIGKILL')
  await program.ended
  expect(arrived()).toEqual(new Set(acknowledged))
})
