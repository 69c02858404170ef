import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ScriptedIngestion } from '@azmon/testkit'
import { expect } from '@jest/globals'
import type { DocSection } from '../src/doc-sections'
import { run } from '../src/run'

export interface DocProgram {
  readonly section: DocSection
  /** The name of its file. */
  readonly name: string
  /** Changes the code that the page shows. @default none */
  readonly change?: ((code: string) => string) | undefined
  /** A program that calls the functions in the file. @default none: the file is run */
  readonly driver?: string | undefined
}

/** Runs a program of the docs in a folder of its own below `consumer`. Compiles it first if it is TypeScript. */
export async function runDocProgram(
  consumer: string,
  program: DocProgram,
  ingestion: ScriptedIngestion,
): Promise<void> {
  const { section, name, change = (code) => code, driver } = program
  const folder = mkdtempSync(join(consumer, 'program-'))
  writeFileSync(join(folder, 'package.json'), '{ "name": "shop", "type": "module" }')
  writeFileSync(join(folder, name), change(section.files.find((file) => file.name === name)?.code ?? ''))
  if (name.endsWith('.ts')) await runNode(folder, [join(consumer, TSC), ...COMPILER_OPTIONS, name])
  const script = join(folder, name.replace(/\.ts$/, '.js'))
  await runNode(folder, driver === undefined ? [script] : [driver, script], {
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
  })
}

// --- helpers, in order of use ---

async function runNode(folder: string, args: readonly string[], env = {}): Promise<void> {
  const { code, stdout, stderr } = await run(folder, process.execPath, args, env)
  expect([code, stdout, stderr.replaceAll(TEST_MODE, '')]).toEqual([0, expect.anything(), ''])
}

/** Printed by `@azure/functions` outside of the platform. */
const TEST_MODE = /^WARNING: .* test mode.*\n/gm

const TSC = 'node_modules/typescript/bin/tsc'

const COMPILER_OPTIONS = [
  ...['--strict', '--skipLibCheck', '--target', 'es2023', '--module', 'nodenext', '--types', 'node'],
  ...['--experimentalDecorators', '--emitDecoratorMetadata'],
]
