import { createHash, randomBytes } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { codeOf } from './file-system'

/**
 * The names of the spool's files carry all there is to know of them, so that one listing of the directory answers what
 * waits, for how long, how much of it there is, and whose it is:
 *
 *     1nz-mf0k2x9a1-00c0ffee00c0ffee-4-e8-3k2.rdy                       ready: whoever renames it has it
 *     1nz-mf0k2x9a1-00c0ffee00c0ffee-4-e8-3k2.mf0k4a1b-<owner>.lse      leased until then, by that process
 *     1nz-mf0k2x9a1-00c0ffee00c0ffee-4-e8-3k2.mf0k4a1b-<owner>.r1.lse   and being read, by the first that tries
 *     1nz-mf0k2x9a1-00c0ffee00c0ffee-4-e8-3k2.<owner>.tmp               being written, and nothing yet
 *     ||| |         |                | |  '- bytes
 *     ||| |         |                | '---- items
 *     ||| |         |                '------ counted up by its writer
 *     ||| |         '----------------------- its writer
 *     ||| '--------------------------------- when its oldest item was made
 *     ||'- z gzip, r raw
 *     |'-- n normal, e holds errors, j a journal
 *     '--- version
 */
export interface SpoolFile {
  /** All of the name but its state: it stays the same for the life of the file. */
  readonly id: string
  readonly kind: 'normal' | 'errors' | 'journal'
  readonly encoding: 'gzip' | 'identity'
  /** Epoch milliseconds. */
  readonly timeMs: number
  /** Counted up by its writer. */
  readonly sequence: number
  /** A journal's are not known before it is read: 0. */
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
  /** `readers`: while it is being read, how many processes have tried, the owner included; 0 once that is over. */
  | { readonly kind: 'leased'; readonly lease: Lease; readonly readers: number }
  | { readonly kind: 'being-written'; readonly owner: string }

/** Names files for one spool in one process. */
export class FileNames {
  /** Who this is: host, process and spool. */
  readonly owner: string
  /** The part of each name that tells who wrote the file. */
  readonly writer = randomBytes(8).toString('hex')
  #written = 0

  constructor() {
    this.owner = [HOST, base36(process.pid), randomBytes(4).toString('hex')].join('-')
  }

  next(file: Omit<SpoolFile, 'id' | 'sequence'>): SpoolFile {
    const { kind, encoding, timeMs, items, bytes } = file
    const tag = `${VERSION}${LETTER_OF_KIND[kind]}${LETTER_OF_ENCODING[encoding]}`
    const sequence = this.#written++
    const numbers = [sequence, items, bytes].map(base36)
    return { ...file, sequence, id: [tag, base36(timeMs), this.writer, ...numbers].join('-') }
  }

  /** True where another spool of this machine made the name, in a process that is gone. */
  isOfDeadProcess(owner: string): boolean {
    if (owner === this.owner) return false
    const [host, pid = ''] = owner.split('-')
    return host === HOST && !isAlive(Number.parseInt(pid, 36))
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

/** Undefined for a name that is none of ours, or of a version that we do not know. */
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

/** Older first; of one moment, in the order in which their writer wrote them. */
export function olderFirst(a: SpoolFile, b: SpoolFile): number {
  return a.timeMs - b.timeMs || a.sequence - b.sequence
}

// --- helpers, in order of use ---

const VERSION = '1'

/** Process ids say nothing on another machine, or in another container, that shares the directory. */
const HOST = createHash('sha256').update(`${hostname()} ${processNamespace()}`).digest('hex').slice(0, 8)

/** Containers may have one host name and count their processes apart. @see pid_namespaces(7) */
function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return '' // another system
  }
}

const LETTER_OF_KIND = { normal: 'n', errors: 'e', journal: 'j' } as const
const LETTER_OF_ENCODING = { gzip: 'z', identity: 'r' } as const

function base36(value: number): string {
  return value.toString(36)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return codeOf(error) !== 'ESRCH'
  }
}

const OWNER = '[0-9a-f]{8}-[0-9a-z]{1,7}-[0-9a-f]{8}'

/** Version, kind, encoding, time, writer, sequence, items, bytes; then the state. */
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
