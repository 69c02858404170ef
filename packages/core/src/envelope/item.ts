import type { Lines } from './lines'
import { pageFor } from './pages'
import { SeverityLevel } from './severity'

/** An item as it will travel: an immutable snapshot whose size is known. */
export interface SerializedEnvelope {
  /** The order of arrival, from 1; the queue that takes the item sets it. */
  sequence: number
  /** One line of the request body, read from where it is kept. */
  readonly json: string
  /** Of the line. */
  readonly bytes: number
  /** What is lost first when there is no room. */
  readonly priority: Priority
  readonly severityLevel: SeverityLevel | undefined
  /** Writes the line into `target`, which has room for it, from byte `at` on. */
  copyTo(target: Buffer, at: number): void
  /** The line is in `lines`, too, from this byte on: it is read from there now, and not kept here. */
  leaveTextTo?(lines: Lines, from: number): void
}

/** Lost first to lost last. */
export const PRIORITIES = ['verbose', 'information', 'measurement', 'warning', 'error'] as const
export type Priority = (typeof PRIORITIES)[number]

/** An item of this process. */
export class Item implements SerializedEnvelope {
  sequence = 0
  readonly bytes: number
  readonly priority: Priority
  readonly severityLevel: SeverityLevel | undefined
  #lines: Lines
  #from: number

  /** `bytes` is what `json` has as UTF-8, and no more than an item may have. */
  constructor(json: string, bytes: number, severityLevel: SeverityLevel | undefined) {
    this.bytes = bytes
    this.priority = priorityOf(severityLevel)
    this.severityLevel = severityLevel
    const page = pageFor(this.priority, bytes)
    this.#lines = page
    this.#from = page.write(json, bytes)
  }

  get json(): string {
    return this.#lines.read(this.#from, this.bytes)
  }

  copyTo(target: Buffer, at: number): void {
    this.#lines.copyTo(target, at, this.#from, this.bytes)
  }

  leaveTextTo(lines: Lines, from: number): void {
    this.#lines.leave()
    this.#lines = lines
    this.#from = from
  }
}

// --- helpers ---

function priorityOf(severityLevel: SeverityLevel | undefined): Priority {
  switch (severityLevel) {
    case SeverityLevel.Verbose:
      return 'verbose'
    case SeverityLevel.Information:
      return 'information'
    case SeverityLevel.Warning:
      return 'warning'
    case SeverityLevel.Error:
    case SeverityLevel.Critical:
      return 'error'
    default:
      return 'measurement'
  }
}
