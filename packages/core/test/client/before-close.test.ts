import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hang, readSpool, runProgram, type ScriptedIngestion, startIngestion, startProgram } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

let ingestion: ScriptedIngestion
let storage: string

beforeEach(async () => {
  ingestion = await startIngestion()
  storage = mkdtempSync(join(tmpdir(), 'azmon-last-'))
})

afterEach(async () => {
  await ingestion.close()
  rmSync(storage, { recursive: true })
})

const program = (name: string) => join(__dirname, '..', 'programs', name)
const env = () => ({ APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString, STORAGE: storage })
const messagesOf = (items: readonly { data: { baseData: { message?: string } } }[]) =>
  items.map(({ data }) => data.baseData.message)

it('spools records that a later exit listener logs', async () => {
  expect(await runProgram(program('logs-in-exit-listener.cjs'), env())).toMatchObject({ code: 3, stderr: '' })
  expect(messagesOf(readSpool(storage).items)).toEqual(['ended with 3'])
})

describe('an item that is created only before close', () => {
  it('is delivered when the process ends by itself', async () => {
    expect(await runProgram(program('speaks-last.cjs'), env())).toMatchObject({ code: 0, stderr: '' })
    expect(messagesOf(ingestion.accepted)).toEqual(['first', 'second'])
  })

  it('is delivered when the process calls exit()', async () => {
    expect(await runProgram(program('speaks-last.cjs'), { ...env(), HOW: 'exits', FLUSH_MS: '10000' })).toMatchObject({
      code: 3,
    })
    expect(messagesOf(ingestion.accepted)).toEqual(['first', 'second'])
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('is delivered or spooled when %s ends the process', async (signal) => {
    const running = startProgram(program('speaks-last.cjs'), { env: { ...env(), HOW: 'waits' } })
    await running.untilPrinted('ready')
    running.signal(signal)
    expect(await running.ended).toMatchObject({ signal, stderr: '' })
    const kept = new Set([...messagesOf(ingestion.accepted), ...messagesOf(readSpool(storage).items)])
    expect(kept).toEqual(new Set(['first', 'second']))
  })

  it('is spooled with the items that were logged while SIGTERM was delayed', async () => {
    ingestion.always(hang)
    const running = startProgram(program('speaks-last.cjs'), { env: { ...env(), HOW: 'goes on' } })
    await running.untilPrinted('ready')
    running.signal('SIGTERM')
    expect(await running.ended).toMatchObject({ signal: 'SIGTERM', stderr: '' })
    expect(messagesOf(readSpool(storage).items)).toEqual(expect.arrayContaining(['first', 'second', 'after 1']))
  })
})

describe('a program that logs while a signal ends it', () => {
  it.each([
    ['SIGTERM', 'responds'],
    ['SIGTERM', 'hangs'],
    ['SIGINT', 'hangs'],
  ] as const)('loses nothing when %s ends it and the endpoint %s', async (signal, how) => {
    if (how === 'hangs') ingestion.always(hang)
    const logged: string[] = []
    const running = startProgram(program('logs-until-killed.cjs'), { env: env(), onLine: (line) => logged.push(line) })
    await running.untilPrinted('ready')
    running.signal(signal)
    expect(await running.ended).toMatchObject({ signal, stderr: '' })
    const kept = new Set([...messagesOf(ingestion.accepted), ...messagesOf(readSpool(storage).items)])
    expect(logged.filter((id) => id !== 'ready' && !kept.has(id))).toEqual([])
  })
})

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'two copies of the package do not change the effect of %s',
  async (signal) => {
    ingestion.always(hang)
    const running = startProgram(program('two-copies.cjs'), { env: env() })
    await running.untilPrinted('ready')
    running.signal(signal)
    expect(await running.ended).toMatchObject({ signal, stderr: '' })
    expect(messagesOf(readSpool(storage).items).sort()).toEqual(['first', 'second'])
  },
)
