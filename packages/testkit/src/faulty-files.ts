import type { Dir } from 'node:fs'
import { constants } from 'node:os'
import type { ManualClock } from './manual-clock'

/** What every call says once the process has "died": nothing of it may reach the disk any more. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

/** Which calls a fault is for: unless told otherwise, all that are still to come. */
export interface Which<Files> {
  /** Calls of this function only. */
  readonly of?: keyof Files & string
  /** Not before the nth of them, counted from 1 and from now on. */
  readonly nth?: number
  /** So many in a row. */
  readonly times?: number
}

export interface FaultyFiles<Files> {
  /** To be used instead of the real ones. */
  readonly files: Files
  /** The name of every function that was called so far, in order. */
  readonly calls: readonly string[]
  readonly hasCrashed: boolean
  /** The calls fail with this code, as ENOSPC, and do nothing. */
  fail(code: keyof typeof constants.errno, which?: Which<Files>): void
  /** `writeSync` takes so many bytes and no more. */
  writeShort(bytes: number, which?: Omit<Which<Files>, 'of'>): void
  /** The calls take so long. */
  slow(clock: ManualClock, ms: number, which?: Which<Files>): void
  /** The process "dies" at the nth call from now on: before it, after it, or when a write has written half. */
  crash(when: 'before' | 'within' | 'after', nth: number): void
  /** No more faults, but for a crash that has happened. */
  heal(): void
}

/** Synchronous file functions, as those of `node:fs`, with whatever can go wrong with them. */
export function faultyFiles<Files extends object>(real: Files): FaultyFiles<Files> {
  const calls: string[] = []
  const openDescriptors = new Set<unknown>()
  /** Opened by the call that is under way. */
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
    if (hasCrashed) throw new Crash(`${name} after the end`)
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
    newDirectory?.closeSync() // its caller never gets it
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

/** @see node:fs writeSync: (descriptor, text) or (descriptor, buffer, offset, length) */
function shortened([descriptor, data, offset = 0, length]: readonly unknown[], bytes: number): unknown[] {
  const buffer = Buffer.from(data as Buffer)
  const whole = typeof length === 'number' ? length : buffer.length - Number(offset)
  return [descriptor, buffer, offset, Math.min(bytes, whole)]
}

function lengthOf([, data, offset = 0, length]: readonly unknown[]): number {
  return typeof length === 'number' ? length : Buffer.byteLength(data as Buffer) - Number(offset)
}

function systemError(code: keyof typeof constants.errno, syscall: string): Error {
  return Object.assign(new Error(`${code}: as the test wants it, ${syscall}`), {
    code,
    errno: -constants.errno[code],
    syscall,
  })
}
