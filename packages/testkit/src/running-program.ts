import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Finished } from './run-program'

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly args?: readonly string[]
  /** Where it runs. @default here */
  readonly cwd?: string
  /** Told of each whole line on stdout, which is kept nowhere else then. */
  readonly onLine?: (line: string) => void
}

/** A Node process of its own, to be signalled while it runs. */
export interface RunningProgram {
  readonly pid: number
  readonly ended: Promise<Finished>
  /** Resolves when it has printed this line, to stdout or stderr. @throws Error when it ends without */
  untilPrinted(line: string): Promise<void>
  /** Asks a program that listens to its stdin. */
  tell(line: string): void
  /** Ends its stdin. */
  endInput(text?: string): void
  signal(signal: NodeJS.Signals): void
}

/** Starts a script in a Node process, with `env` and nothing else of ours but PATH. Its state goes where `env` says. */
export function startProgram(file: string, { env = {}, args = [], cwd, onLine }: ProgramOptions = {}): RunningProgram {
  const startedMs = performance.now()
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))
  const child = spawn(process.execPath, [file, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...given },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const printed = new Set<string>()
  const rest = { stdout: '', stderr: '' }
  let stdout = ''
  let stderr = ''
  const readLines = (stream: keyof typeof rest, text: string): readonly string[] => {
    const lines = (rest[stream] + text).split('\n')
    rest[stream] = lines.pop() ?? ''
    for (const line of lines) if (line.length < 100) printed.add(line)
    return lines
  }
  child.stdin.on('error', () => {}) // it ended before it read
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (onLine === undefined) stdout += text
    for (const line of readLines('stdout', text)) onLine?.(line)
    child.emit('printed')
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    readLines('stderr', text)
    child.emit('printed')
  })
  let hasEnded = false
  const ended = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      hasEnded = true
      resolve({ code, signal, stdout, stderr, elapsedMs: performance.now() - startedMs })
      child.emit('printed')
    })
  })
  return {
    pid: child.pid ?? 0,
    ended,
    untilPrinted: async (line) => {
      while (!printed.has(line)) {
        if (hasEnded) throw new Error(`It ended without printing ${line}.\n${stderr}`)
        await once(child, 'printed')
      }
    },
    tell: (line) => void child.stdin.write(`${line}\n`),
    endInput: (text) => void child.stdin.end(text),
    signal: (signal) => void child.kill(signal),
  }
}

export interface FleetOptions {
  /** How many at once. */
  readonly size: number
  /** How many in all. */
  readonly starts: number
  readonly start: (index: number) => RunningProgram
  /** How long each lives after it has printed `ready`. */
  readonly lifeMs: () => number
}

/** Starts programs and kills them, each after a life of its own, until so many have died. */
export async function killFleet({ size, starts, start, lifeMs }: FleetOptions): Promise<void> {
  let started = 0
  const keepOneRunning = async () => {
    while (started < starts) {
      const program = start(started++)
      await program.untilPrinted('ready')
      await new Promise((resolve) => setTimeout(resolve, lifeMs()))
      program.signal('SIGKILL')
      await program.ended
    }
  }
  await Promise.all(Array.from({ length: size }, keepOneRunning))
}
