import { SeverityLevel } from '../envelope/severity'
import { type Lines, NOWHERE } from './text-store'

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
  /** Writes the line into `target`, which has room for it, from byte `at` on. Returns how many bytes that were. */
  copyTo(target: Buffer, at: number): number
  /** The line is in `lines`, too, from this byte on: it is read from there now, and not kept here. */
  leaveTextTo?(lines: Lines, from: number): void
}

/** Lost first to lost last. */
export const PRIORITIES = ['verbose', 'information', 'measurement', 'warning', 'error'] as const
export type Priority = (typeof PRIORITIES)[number]

/** Where a text is, and how many bytes it has. */
export interface Place {
  readonly lines: Lines
  readonly from: number
  readonly bytes: number
}

/** An item of this process. */
export class Item implements SerializedEnvelope {
  sequence = 0
  readonly bytes: number
  readonly priority: Priority
  readonly severityLevel: SeverityLevel | undefined
  #lines: Lines
  #from: number

  constructor({ lines, from, bytes }: Place, severityLevel: SeverityLevel | undefined) {
    this.bytes = bytes
    this.priority = priorityOf(severityLevel)
    this.severityLevel = severityLevel
    this.#lines = lines
    this.#from = from
  }

  get json(): string {
    return this.#lines.read(this.#from, this.bytes)
  }

  copyTo(target: Buffer, at: number): number {
    return this.#lines.copyTo(target, at, this.#from, this.bytes)
  }

  leaveTextTo(lines: Lines, from: number): void {
    this.#lines.leave()
    this.#lines = lines
    this.#from = from
  }
}

/** They have come to their end: what comes next may take the place of their texts. */
export function forgetTexts(items: readonly SerializedEnvelope[]): void {
  for (const item of items) item.leaveTextTo?.(NOWHERE, 0)
}

export function priorityOf(severityLevel: SeverityLevel | undefined): Priority {
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
