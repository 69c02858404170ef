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
    '%s includes lazily loaded modules, and needs nothing installed',
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

  it('a program with a pino worker delivers if pino and @azmon/pino are installed', async () => {
    const consumer = consumerOf(store, 'pino', NEWEST.pino)
    const external = ['--external:pino', '--external:@azmon/pino']
    await runBundle(consumer, await bundle('pino.mjs', format, consumer, external))
    expect(delivered(ingestion)).toEqual(RECORD_AND_ERROR)
  })

  it('a program spools items that it cannot send, and its next run locks the spool and sends them', async () => {
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

/** Creates a folder without node_modules, where modules that a bundle lacks cannot be found. */
function emptyFolder(): string {
  return mkdtempSync(join(store, 'empty-'))
}

async function bundle(program: string, format: Format, folder: string, flags: readonly string[]): Promise<string> {
  const file = join(folder, `bundle.${format === 'esm' ? 'mjs' : 'cjs'}`)
  const inAndOut = [program, `--outfile=${file}`, '--log-level=warning']
  // Node prints the whole line of an error, so lines must be short.
  const form = ['--bundle', '--minify', '--line-limit=160', '--platform=node', `--format=${format}`]
  const ended = await run(tools, join(tools, 'node_modules/.bin/esbuild'), [...inAndOut, ...form, ...flags])
  expect(ended).toEqual({ code: 0, stdout: '', stderr: '' })
  return file
}

/** esbuild defines no `require` for CommonJS code in an ES module, which winston and pino need, too. */
const WHOLE: Readonly<Record<Format, readonly string[]>> = {
  cjs: [],
  esm: ['--banner:js=import { createRequire } from "node:module"; const require = createRequire(import.meta.url);'],
}

async function runBundle(folder: string, file: string): Promise<void> {
  const ended = await run(folder, process.execPath, [file], {
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
    OTEL_SERVICE_NAME: 'shop', // there is no package.json with a name
  })
  expect(ended).toEqual({ code: 0, stdout: '', stderr: '' })
}
