import type { Dir } from 'node:fs'
import { constants } from 'node:os'
import type { ManualClock } from './manual-clock'

/** Thrown by every call after a simulated crash, so that nothing more is written to disk. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

/** Selects the calls that a fault affects. */
export interface FaultSelector<Files> {
  /** Affects only calls of this function. @default all functions */
  readonly of?: keyof Files & string
  /** The first affected call, counted from 1, starting now. @default 1 */
  readonly nth?: number
  /** The number of affected calls. @default all further calls */
  readonly times?: number
}

export interface FaultyFiles<Files> {
  /** The wrapped functions; use them instead of the real ones. */
  readonly files: Files
  /** The names of the called functions, in order. */
  readonly calls: readonly string[]
  readonly hasCrashed: boolean
  /** Makes calls fail with a code such as ENOSPC and have no effect. */
  fail(code: keyof typeof constants.errno, which?: FaultSelector<Files>): void
  /** Limits how many bytes a call of `writeSync` writes. */
  writeShort(bytes: number, which?: Omit<FaultSelector<Files>, 'of'>): void
  /** Makes calls advance the clock by `ms`. */
  slow(clock: ManualClock, ms: number, which?: FaultSelector<Files>): void
  /** Simulates a crash at the nth call from now on: before the call, after it, or halfway through a write. */
  crash(when: 'before' | 'within' | 'after', nth: number): void
  /** Removes all faults, except for a crash that has happened. */
  heal(): void
}

/** Wraps synchronous file functions, such as those of `node:fs`, so that tests can make them fail. */
export function faultyFiles<Files extends object>(real: Files): FaultyFiles<Files> {
  const calls: string[] = []
  const openDescriptors = new Set<unknown>()
  /** The directory that the current call has opened. */
  let newDirectory: Dir | undefined
  let faults: Fault[] = []
  let hasCrashed = false

  const files = new Proxy({} as Files, {
    get(_, name) {
      const value = functionOf(real, name)
      if (value === undefined) return Reflect.get(real, name)
      return (...args: unknown[]) => call(String(name), args, value)
    },
  })

  function call(name: string, args: readonly unknown[], work: AnyFunction): unknown {
    if (hasCrashed) throw new Crash(`${name} was called after the crash`)
    calls.push(name)
    newDirectory = undefined
    const due = faults.filter((fault) => isDue(fault, name))
    const argsToUse = due.reduce((soFar, { change }) => change?.(soFar) ?? soFar, args)
    for (const { before } of due) before?.(name, argsToUse)
    try {
      const result = work.apply(real, [...argsToUse])
      if (name === 'openSync') openDescriptors.add(result)
      if (name === 'opendirSync') newDirectory = result as Dir
      if (name === 'closeSync') openDescriptors.delete(args[0])
      return result
    } finally {
      for (const { after } of due) after?.(name)
    }
  }

  function crashAt(name: string): never {
    hasCrashed = true
    for (const descriptor of openDescriptors) functionOf(real, 'closeSync')?.(descriptor)
    newDirectory?.closeSync() // the caller never receives the directory
    throw new Crash(name)
  }

  function add(fault: Omit<Fault, 'seen'>): void {
    faults.push({ ...fault, seen: 0 })
  }

  return {
    files,
    calls,
    get hasCrashed() {
      return hasCrashed
    },
    fail(code, which = {}) {
      add({
        which,
        before(name) {
          throw systemError(code, name)
        },
      })
    },
    writeShort(bytes, which = {}) {
      add({ which: { ...which, of: 'writeSync' }, change: (args) => shortened(args, bytes) })
    },
    slow(clock, ms, which = {}) {
      add({ which, before: () => clock.advance(ms) })
    },
    crash(when, nth) {
      const which = { nth, times: 1 }
      if (when === 'after') return add({ which, after: crashAt })
      add({
        which,
        before(name, args) {
          if (when === 'within' && name === 'writeSync')
            functionOf(real, name)?.apply(real, shortened(args, Math.floor(lengthOf(args) / 2)))
          crashAt(name)
        },
      })
    },
    heal() {
      faults = []
    },
  }
}

// --- helpers, in order of use ---

type AnyFunction = (...args: unknown[]) => unknown

interface Fault {
  readonly which: { readonly of?: string; readonly nth?: number; readonly times?: number }
  readonly change?: (args: readonly unknown[]) => unknown[]
  readonly before?: (name: string, args: readonly unknown[]) => void
  readonly after?: (name: string) => void
  seen: number
}

function functionOf(real: object, name: string | symbol): AnyFunction | undefined {
  const value: unknown = Reflect.get(real, name)
  return typeof value === 'function' ? (value as AnyFunction) : undefined
}

function isDue(fault: Fault, name: string): boolean {
  const { of = name, nth = 1, times = Number.POSITIVE_INFINITY } = fault.which
  if (of !== name) return false
  fault.seen++
  return fault.seen >= nth && fault.seen < nth + times
}

/** Returns the arguments for a short write. writeSync takes (descriptor, string) or (descriptor, buffer, offset, length). */
function shortened([descriptor, data, offset = 0, length]: readonly unknown[], bytes: number): unknown[] {
  const buffer = Buffer.from(data as Buffer)
  const whole = typeof length === 'number' ? length : buffer.length - Number(offset)
  return [descriptor, buffer, offset, Math.min(bytes, whole)]
}

function lengthOf([, data, offset = 0, length]: readonly unknown[]): number {
  return typeof length === 'number' ? length : Buffer.byteLength(data as Buffer) - Number(offset)
}

function systemError(code: keyof typeof constants.errno, syscall: string): Error {
  return Object.assign(new Error(`${code}: simulated failure, ${syscall}`), {
    code,
    errno: -constants.errno[code],
    syscall,
  })
}
