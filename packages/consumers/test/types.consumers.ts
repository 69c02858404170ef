import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { consumerOfNewestSdk, consumerWithTools } from '../src/consumer'
import { type Ended, run } from '../src/run'
import { VERSIONS } from '../src/versions'
import { store } from './store'

/** Without their extension, which selects the module format. */
const PROGRAMS = ['typed', 'typed-azmon', 'typed-express']

let consumer: string

beforeAll(() => {
  consumer = consumerWithTools(store)
  for (const name of PROGRAMS) {
    for (const extension of ['mts', 'cts']) {
      copyFileSync(join(consumer, `${name}.ts`), join(consumer, `${name}.${extension}`))
    }
  }
})

describe.each(VERSIONS.typescript)('TypeScript %s accepts strict programs', (version) => {
  it.each([
    ['module node16', ['--module', 'node16'], filesOf('mts', 'cts')],
    ['module nodenext', ['--module', 'nodenext'], filesOf('mts', 'cts')],
    ['a bundler', ['--module', 'esnext', '--moduleResolution', 'bundler'], filesOf('ts')],
  ])('for %s', async (_, modules, files) => {
    expect(await compiled(version, consumer, [...modules, ...files])).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  it('with the newest SDK of OpenTelemetry', async () => {
    const ended = await compiled(version, consumerOfNewestSdk(store), ['--module', 'nodenext', 'typed-sdk.ts'])
    expect(ended).toEqual({ code: 0, stdout: '', stderr: '' })
  })
})

// --- helpers, in order of use ---

function filesOf(...extensions: readonly string[]): readonly string[] {
  return PROGRAMS.flatMap((name) => extensions.map((extension) => `${name}.${extension}`))
}

function compiled(version: string, folder: string, args: readonly string[]): Promise<Ended> {
  const tsc = join(consumer, 'node_modules', `typescript-${version}`, 'bin/tsc')
  return run(folder, process.execPath, [tsc, ...STRICT, ...args])
}

/** The strictest options of users, without the DOM, which programs on a server do not have. */
const STRICT = [
  ...['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--skipLibCheck', 'false'],
  ...['--target', 'es2022', '--lib', 'es2022', '--types', 'node'],
]
