import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from '@jest/globals'
import { BLOCKS, type Block, ROOT } from './docs-blocks'

/** What programs in JavaScript need not declare: that a server has a port, and what middleware adds to requests of Express. */
const PRELUDE = `
  import type { AddressInfo } from 'node:net'
  import type { Logger } from 'pino'
  declare module 'node:net' {
    interface Server { address(): AddressInfo }
  }
  declare global {
    namespace Express {
      interface Request { id: string; log: Logger; user?: { id: string }; session?: { id: string } }
    }
  }
`

describe('every program in the docs compiles in strict mode', () => {
  it('in JavaScript, whose parameters have no types', async () => {
    expect(await errorsOf('js', ['--noImplicitAny', 'false'], PRELUDE)).toBe('')
  })

  it('in TypeScript', async () => {
    expect(await errorsOf('ts', ['--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'])).toBe('')
  })
})

// --- helpers, in order of use ---

/** The errors of the compiler for all programs in this language. */
async function errorsOf(language: string, options: readonly string[], prelude = ''): Promise<string> {
  const programs = BLOCKS.filter((block) => block.language === language)
  expect(programs).not.toEqual([])
  const folder = mkdtempSync(join(tmpdir(), 'azmon-docs-'))
  try {
    // Every program is a module, and finds the packages as a user's program would.
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    writeFileSync(join(folder, 'prelude.d.mts'), prelude)
    for (const [index, program] of programs.entries()) writeFileSync(join(folder, fileOf(program, index)), program.code)
    const child = spawn(process.execPath, [TSC, ...FLAGS, ...options, ...readdirSync(folder).filter(isSource)], {
      cwd: folder,
    })
    const [errors] = await Promise.all([text(child.stdout), once(child, 'close')])
    return errors
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function fileOf({ page }: Block, index: number): string {
  return `${page.replaceAll(/\W/g, '-')}-${index + 1}.mts`
}

const TSC = join(ROOT, 'node_modules/typescript/bin/tsc')

const FLAGS = [
  ...['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext'],
  ...['--target', 'es2023', '--lib', 'es2023,esnext.disposable', '--types', 'node'],
]

function isSource(name: string): boolean {
  return name.endsWith('.mts')
}
