import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Finished } from './run-program'

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly args?: readonly string[]
  /** @default the working directory of this process */
  readonly cwd?: string
  /** The binary that runs it. @default that of this process */
  readonly execPath?: string
  /** Receives each complete line of stdout. If it is given, stdout is not collected. */
  readonly onLine?: (line: string) => void
}

/** A separate Node process that tests can signal. */
export interface RunningProgram {
  readonly pid: number
  readonly ended: Promise<Finished>
  /** Resolves after the program has printed this line to stdout or stderr. @throws Error if it ends first */
  untilPrinted(line: string): Promise<void>
  /** Writes a line to the program's stdin. */
  writeLine(line: string): void
  /** Writes `text` to the program's stdin, then ends it. */
  endInput(text?: string): void
  signal(signal: NodeJS.Signals): void
}

/** Starts a script in a separate Node process. The environment of the process is `env` and PATH. */
export function startProgram(
  file: string,
  { env = {}, args = [], cwd, execPath = process.execPath, onLine }: ProgramOptions = {},
): RunningProgram {
  const startedMs = performance.now()
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))
  const child = spawn(execPath, [file, ...args], {
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
  child.stdin.on('error', () => {}) // the program may end without reading its input
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
        if (hasEnded) throw new Error(`The program ended without printing ${line}.\n${stderr}`)
        await once(child, 'printed')
      }
    },
    writeLine: (line) => void child.stdin.write(`${line}\n`),
    endInput: (text) => void child.stdin.end(text),
    signal: (signal) => void child.kill(signal),
  }
}

export interface FleetOptions {
  /** The number of programs that run at the same time. */
  readonly size: number
  /** The total number of programs to start. */
  readonly starts: number
  readonly start: (index: number) => RunningProgram
  /** Returns the time between a program's `ready` line and its kill. */
  readonly lifeMs: () => number
}

/** Starts programs and kills each of them some time after it has printed `ready`. */
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
