import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Finished,
  hang,
  readSpool,
  runProgram,
  type ScriptedIngestion,
  startIngestion,
  startProgram,
  type WireEnvelope,
} from '@azmon/testkit'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { arrivedSums } from '../builders'

let ingestion: ScriptedIngestion
let storage: string

beforeEach(async () => {
  ingestion = await startIngestion()
  storage = mkdtempSync(join(tmpdir(), 'azmon-metrics-'))
})

afterEach(async () => {
  await ingestion.close()
  rmSync(storage, { recursive: true })
})

const program = (name: string) => join(__dirname, '../programs', name)

function run(how: string): Promise<Finished> {
  return runProgram(program('ends.cjs'), { CONNECTION: ingestion.connectionString, STORAGE: storage, HOW: how })
}

function valuesIn(envelopes: readonly WireEnvelope[], name: string): readonly (number | undefined)[] {
  return envelopes
    .flatMap(({ data }) => (data.baseData.metrics ?? []).filter((point) => point.name === name))
    .map(({ value }) => value)
}

it('sends the last interval once when the process ends by itself, without delaying the end', async () => {
  expect(await run('ends')).toMatchObject({ code: 0, stdout: '', stderr: '' })
  expect(valuesIn(ingestion.accepted, 'prompt view')).toEqual([7])
  expect(valuesIn(ingestion.accepted, '\\Process(??APP_WIN32_PROC??)\\Private Bytes')).toHaveLength(1)
  expect(readSpool(storage).items).toEqual([])
})

it('delivers or stores values that are recorded after that', async () => {
  expect(await run('counts on')).toMatchObject({ code: 0, stderr: '' })
  const [first, ...later] = valuesIn([...ingestion.accepted, ...readSpool(storage).items], 'prompt view')
  expect([first, later]).toEqual([7, [1]])
})

it.each([
  ['exits', 3],
  ['throws', 1],
])('stores the last interval on disk when the process %s', async (how, code) => {
  ingestion.always(hang)
  expect(await run(how)).toMatchObject({ code })
  expect(valuesIn(readSpool(storage).items, 'prompt view')).toEqual([7])
})

it.each(['SIGTERM', 'SIGINT'] as const)('sends or stores the last interval at %s', async (signal) => {
  const env = { CONNECTION: ingestion.connectionString, STORAGE: storage, HOW: 'waits' }
  const running = startProgram(program('ends.cjs'), { env })
  await running.untilPrinted('ready')
  running.signal(signal)
  expect(await running.ended).toMatchObject({ signal, stderr: '' })
  // Both, if the response of the endpoint arrives too late for the process.
  const kept = [ingestion.accepted, readSpool(storage).items].flatMap((items) => valuesIn(items, 'prompt view'))
  expect(new Set(kept)).toEqual(new Set([7]))
})

it('exports the metrics of a worker and of a child process separately', async () => {
  const { connectionString } = ingestion
  const ended = await runProgram(program('forks.cjs'), { APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString })
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(arrivedSums(ingestion)).toEqual({
    'work{"by":"main"}': 1,
    'work{"by":"worker"}': 10,
    'work{"by":"child"}': 100,
  })
})

it('survives without free file descriptors and skips what cannot be read', async () => {
  const ended = await runProgram(program('starves.cjs'), { CONNECTION: ingestion.connectionString })
  expect(ended).toMatchObject({ code: 0, stdout: 'lives\n', stderr: '' })
  const heap = valuesIn(ingestion.accepted, 'Heap Used (bytes)')
  expect(heap.length).toBeGreaterThanOrEqual(2)
  const resident = valuesIn(ingestion.accepted, '\\Process(??APP_WIN32_PROC??)\\Private Bytes')
  expect(resident.length).toBeLessThan(heap.length)
})
