import { createHash, randomBytes } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { isRunning, markOf } from './process-identity'

/**
 * The file name contains the whole state of a file, so a directory listing shows the age and size of every batch and which
 * process holds it:
 *
 *     1nz-mf0k2x9a1-00c0ffee00c0ffee-4-e8-3k2.rdy                       ready: the process that renames it owns it
 *     1nz-mf0k2x9a1-00c0ffee00c0ffee-4-e8-3k2.mf0k4a1b-<owner>.lse      leased by that process until that time
 *     1nz-mf0k2x9a1-00c0ffee00c0ffee-4-e8-3k2.mf0k4a1b-<owner>.r1.lse   being read by the first process that tries
 *     1nz-mf0k2x9a1-00c0ffee00c0ffee-4-e8-3k2.<owner>.tmp               being written, not complete yet
 *     ||| |         |                | |  '- bytes
 *     ||| |         |                | '---- items
 *     ||| |         |                '------ sequence number of its writer
 *     ||| |         '----------------------- writer
 *     ||| '--------------------------------- time of its oldest item
 *     ||'- z gzip, r raw
 *     |'-- n normal, e with errors, j journal
 *     '--- version
 */
export interface SpoolFile {
  /** The part of the name before the state. It never changes. */
  readonly id: string
  readonly kind: 'normal' | 'errors' | 'journal'
  readonly encoding: 'gzip' | 'identity'
  /** Epoch milliseconds. */
  readonly timeMs: number
  /** The writer's sequence number. */
  readonly sequence: number
  /** The number of items. 0 for a journal, whose items are unknown until it is read. */
  readonly items: number
  readonly bytes: number
}

export interface Lease {
  /** Epoch milliseconds. */
  readonly untilMs: number
  readonly owner: string
}

export type SpoolFileState =
  | { readonly kind: 'ready' }
  /**
   * `readers` is the number of processes that have tried to read the file, including the owner. 0 unless it is being read.
   */
  | { readonly kind: 'leased'; readonly lease: Lease; readonly readers: number }
  | { readonly kind: 'being-written'; readonly owner: string }

/** Makes the file names of one spool in one process. */
export class FileNames {
  /** Identifies this host, process and spool: the process by its id and the first half of the last part. */
  readonly owner: string
  /** The part of each name that identifies its writer. */
  readonly writer = randomBytes(8).toString('hex')
  #written = 0
  /** Caches the last result, because one process may hold thousands of files. */
  #last = { owner: '', isDead: false, atMs: Number.NEGATIVE_INFINITY }

  constructor() {
    this.owner = [HOST, base36(process.pid), `${MARK}${randomBytes(2).toString('hex')}`].join('-')
  }

  next(file: Omit<SpoolFile, 'id' | 'sequence'>): SpoolFile {
    const { kind, encoding, timeMs, items, bytes } = file
    const tag = `${VERSION}${LETTER_OF_KIND[kind]}${LETTER_OF_ENCODING[encoding]}`
    const sequence = this.#written++
    const numbers = [sequence, items, bytes].map(base36)
    return { ...file, sequence, id: [tag, base36(timeMs), this.writer, ...numbers].join('-') }
  }

  /** Returns true if the owner is another spool on this machine whose process is dead. */
  isOfDeadProcess(owner: string): boolean {
    if (owner === this.owner) return false
    const nowMs = performance.now()
    if (owner !== this.#last.owner || nowMs - this.#last.atMs > ASK_AGAIN_MS) {
      const [host, pid = '', suffix = ''] = owner.split('-')
      const isDead = host === HOST && !isRunning(Number.parseInt(pid, 36), suffix.slice(0, MARK.length))
      this.#last = { owner, isDead, atMs: nowMs }
    }
    return this.#last.isDead
  }
}

/** @see FileNames.writer */
export function writerOf({ id }: SpoolFile): string | undefined {
  return id.split('-')[2]
}

export function readyName({ id }: SpoolFile): string {
  return `${id}.rdy`
}

export function leasedName({ id }: SpoolFile, { untilMs, owner }: Lease, readers = 0): string {
  return `${id}.${base36(untilMs)}-${owner}${readers === 0 ? '' : `.r${readers}`}.lse`
}

export function unfinishedName({ id }: SpoolFile, owner: string): string {
  return `${id}.${owner}.tmp`
}

/** Parses a file name. Returns undefined if azmon did not make the name, or if its version is unknown. */
export function readName(name: string): { readonly file: SpoolFile; readonly state: SpoolFileState } | undefined {
  const parts = NAME.exec(name)
  if (parts === null) return undefined
  const [, id = '', kind, encoding, time = '', sequence = '', items = '', bytes = ''] = parts
  const [until, leaseOwner, readers = '0', writer] = parts.slice(8)
  const file: SpoolFile = {
    id,
    kind: kind === 'j' ? 'journal' : kind === 'e' ? 'errors' : 'normal',
    encoding: encoding === 'z' ? 'gzip' : 'identity',
    timeMs: Number.parseInt(time, 36),
    sequence: Number.parseInt(sequence, 36),
    items: Number.parseInt(items, 36),
    bytes: Number.parseInt(bytes, 36),
  }
  if (until !== undefined && leaseOwner !== undefined)
    return { file, state: leasedBy({ untilMs: Number.parseInt(until, 36), owner: leaseOwner }, Number(readers)) }
  if (writer !== undefined) return { file, state: { kind: 'being-written', owner: writer } }
  return { file, state: READY }
}

/** Compares by age, then by the writer's sequence number. */
export function olderFirst(a: SpoolFile, b: SpoolFile): number {
  return a.timeMs - b.timeMs || a.sequence - b.sequence
}

// --- helpers, in order of use ---

const VERSION = '1'

/** Identifies the machine or container, because process ids are meaningless in others that share the directory. */
const HOST = createHash('sha256').update(`${hostname()} ${processNamespace()}`).digest('hex').slice(0, 8)

/** Identifies the container: containers may share a host name, but each has its own process ids. @see pid_namespaces(7) */
function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return '' // not Linux
  }
}

/** Distinguishes this process from others with the same id. */
const MARK = markOf(process.pid)

const ASK_AGAIN_MS = 100

const LETTER_OF_KIND = { normal: 'n', errors: 'e', journal: 'j' } as const
const LETTER_OF_ENCODING = { gzip: 'z', identity: 'r' } as const

function base36(value: number): string {
  return value.toString(36)
}

const OWNER = '[0-9a-f]{8}-[0-9a-z]{1,7}-[0-9a-f]{8}'

/** Captures version, kind, encoding, time, writer, sequence number, items, bytes and the state. */
const NAME = new RegExp(
  [
    '^(1([nej])([zr])-([0-9a-z]{1,9})-[0-9a-f]{16}-([0-9a-z]{1,8})-([0-9a-z]{1,6})-([0-9a-z]{1,7}))',
    `\\.(?:rdy|([0-9a-z]{1,9})-(${OWNER})(?:\\.r([1-9]))?\\.lse|(${OWNER})\\.tmp)$`,
  ].join(''),
)

const READY: SpoolFileState = { kind: 'ready' }

function leasedBy(lease: Lease, readers: number): SpoolFileState {
  return { kind: 'leased', lease, readers }
}
