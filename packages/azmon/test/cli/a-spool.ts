import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Finished, type RunningProgram, runProgram, startProgram, TEST_KEY } from '@azmon/testkit'
import { afterEach } from '@jest/globals'

/** The command as it was built, as `npx azmon` runs it. */
export const CLI = join(__dirname, '../../dist/cli/main.js')

/** The connection string of an endpoint where nothing listens. */
export const NOWHERE = `InstrumentationKey=${TEST_KEY};IngestionEndpoint=http://127.0.0.1:9`

/** Runs the command to its end, with nothing in the environment but `env`. */
export function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
  return runProgram(CLI, env, args)
}

/** What programs have left on disk for one destination. */
export interface ASpool {
  readonly storagePath: string
  /** Options by which a command finds it. */
  readonly args: readonly string[]
  /** The names of its batches and journals. */
  names(): readonly string[]
  /** Has a program leave a batch, and returns when it has ended. */
  leaveBatch(...messages: readonly string[]): Promise<void>
  /** Has a program leave a journal, because it is killed. */
  leaveJournal(...messages: readonly string[]): Promise<void>
  /** Starts a program that writes its journal until the test ends. */
  holdJournal(...messages: readonly string[]): Promise<void>
}

export function aSpool(connectionString: string = NOWHERE, storagePath: string = aFolder()): ASpool {
  const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString }
  const leave = async (end: string, messages: readonly string[]) => {
    const { stderr } = await runProgram(LEAVES_SPOOL, env, [storagePath, end, ...messages])
    if (stderr !== '') throw new Error(stderr)
  }
  return {
    storagePath,
    args: ['--connection-string', connectionString, '--storage-path', storagePath],
    names: () =>
      readdirSync(storagePath, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .filter((name) => /\.(rdy|lse)$/.test(name))
        .sort(),
    leaveBatch: (...messages) => leave('batch', messages),
    leaveJournal: (...messages) => leave('killed-journal', messages),
    holdJournal: async (...messages) => {
      const program = startProgram(LEAVES_SPOOL, { env, args: [storagePath, 'journal', ...messages] })
      running.push(program)
      await program.untilPrinted('ready')
    },
  }
}

export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'azmon-cli-'))
  folders.push(folder)
  return folder
}

afterEach(async () => {
  for (const program of running.splice(0)) {
    program.signal('SIGKILL')
    await program.ended
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

// --- helpers ---

const LEAVES_SPOOL = join(__dirname, '../programs/leaves-spool.cjs')

const folders: string[] = []
const running: RunningProgram[] = []
