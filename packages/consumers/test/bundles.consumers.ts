import { mkdtempSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { accept, type ScriptedIngestion, startIngestion, startProgram, status } from '@azmon/testkit'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { consumerOf, consumerWithTools } from '../src/consumer'
import { run } from '../src/run'
import { NEWEST } from '../src/versions'
import { CALLS, delivered, deliveredSpans, RECORD_AND_ERROR } from './deliveries'
import { store } from './store'

let tools: string
let ingestion: ScriptedIngestion

beforeAll(() => {
  tools = consumerWithTools(store)
})

beforeEach(async () => {
  ingestion = await startIngestion()
})

afterEach(() => ingestion.close())

describe.each<Format>(['cjs', 'esm'])('bundled by esbuild as %s', (format) => {
  it.each(['winston.cjs', 'winston.mjs', 'pino-in-process.mjs'])('%s needs nothing installed', async (program) => {
    const folder = emptyFolder()
    await runBundle(folder, await bundle(program, format, folder, WHOLE[format]))
    expect(delivered(ingestion)).toEqual(RECORD_AND_ERROR)
  })

  it.each(['start.cjs', 'start.mjs'])(
    '%s has in it what is loaded late, and needs nothing installed',
    async (program) => {
      const folder = emptyFolder()
      await runBundle(folder, await bundle(program, format, folder, WHOLE[format]))
      expect(delivered(ingestion)).toEqual([...RECORD_AND_ERROR, ...RECORD_AND_ERROR])
    },
  )

  it.each(['tracing.cjs', 'tracing.mjs'])('%s needs nothing installed', async (program) => {
    const folder = emptyFolder()
    await runBundle(folder, await bundle(program, format, folder, WHOLE[format]))
    expect(deliveredSpans(ingestion)).toEqual(CALLS)
  })

  it('a program whose pino has a worker delivers, with pino and us beside the bundle', async () => {
    const consumer = consumerOf(store, 'pino', NEWEST.pino)
    const besides = ['--external:pino', '--external:@azmon/pino']
    await runBundle(consumer, await bundle('pino.mjs', format, consumer, besides))
    expect(delivered(ingestion)).toEqual(RECORD_AND_ERROR)
  })

  it('what cannot be sent waits on the disk for the next run, which locks the disk to send it', async () => {
    const file = await bundle('stays.mjs', format, emptyFolder(), WHOLE[format])
    const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString, XDG_STATE_HOME: emptyFolder() }

    ingestion.always(status(503))
    const first = startProgram(file, { env, args: ['first'] })
    first.endInput()
    expect(await first.ended).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(ingestion.accepted).toEqual([])

    ingestion.always(accept)
    const second = startProgram(file, { env, args: ['second'] })
    await ingestion.untilAccepted(2)
    expect(readdirSync(env.XDG_STATE_HOME, { recursive: true }).map((path) => basename(`${path}`))).toContain(
      'drain.lock',
    )
    second.endInput()
    expect(await second.ended).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(ingestion.accepted.map(({ data }) => data.baseData.message).sort()).toEqual(['first', 'second'])
  })
})

// --- helpers, in order of use ---

type Format = 'cjs' | 'esm'

/** Where nothing is to be found that a bundle lacks. */
function emptyFolder(): string {
  return mkdtempSync(join(store, 'empty-'))
}

async function bundle(program: string, format: Format, folder: string, flags: readonly string[]): Promise<string> {
  const file = join(folder, `bundle.${format === 'esm' ? 'mjs' : 'cjs'}`)
  const inAndOut = [program, `--outfile=${file}`, '--log-level=warning']
  // Node prints the whole line where an error is.
  const form = ['--bundle', '--minify', '--line-limit=160', '--platform=node', `--format=${format}`]
  const ended = await run(tools, join(tools, 'node_modules/.bin/esbuild'), [...inAndOut, ...form, ...flags])
  expect(ended).toEqual({ code: 0, stdout: '', stderr: '' })
  return file
}

/** esbuild gives CommonJS in a module no `require`, which winston and pino alone miss as well. */
const WHOLE: Readonly<Record<Format, readonly string[]>> = {
  cjs: [],
  esm: ['--banner:js=import { createRequire } from "node:module"; const require = createRequire(import.meta.url);'],
}

async function runBundle(folder: string, file: string): Promise<void> {
  const ended = await run(folder, process.execPath, [file], {
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
    OTEL_SERVICE_NAME: 'shop', // no package.json says it
  })
  expect(ended).toEqual({ code: 0, stdout: '', stderr: '' })
}
