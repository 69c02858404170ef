import { SeverityLevel } from '../envelope/severity'
import { EMPTY_STORE, type TextStore } from './text-store'

/** A serialized item: an immutable snapshot of known size. */
export interface SerializedEnvelope {
  /** The order of arrival in this process, from 1. The queue sets it; items of other processes keep 0. */
  sequence: number
  /** One line of the request body. */
  readonly json: string
  /** The length of `json` as UTF-8. */
  readonly bytes: number
  readonly priority: Priority
  readonly severityLevel: SeverityLevel | undefined
  /** Copies the line to byte `at` of `target`, which must have room for it. Returns the number of bytes written. */
  copyTo(target: Buffer, at: number): number
  /** Releases the line in its current store. From then on, the line is read from `store`, where it begins at byte `from`. */
  moveTextTo?(store: TextStore, from: number): void
}

/** Ordered: items with the first priority are dropped first. */
export const PRIORITIES = ['verbose', 'information', 'measurement', 'warning', 'error'] as const
export type Priority = (typeof PRIORITIES)[number]

/** The position of a line in a store. */
export interface TextLocation {
  readonly store: TextStore
  readonly from: number
  readonly bytes: number
}

/** An item that this process has serialized. */
export class Item implements SerializedEnvelope {
  sequence = 0
  readonly bytes: number
  readonly priority: Priority
  readonly severityLevel: SeverityLevel | undefined
  #store: TextStore
  #from: number

  constructor({ store, from, bytes }: TextLocation, severityLevel: SeverityLevel | undefined) {
    this.bytes = bytes
    this.priority = priorityOf(severityLevel)
    this.severityLevel = severityLevel
    this.#store = store
    this.#from = from
  }

  get json(): string {
    return this.#store.read(this.#from, this.bytes)
  }

  copyTo(target: Buffer, at: number): number {
    return this.#store.copyTo(target, at, this.#from, this.bytes)
  }

  moveTextTo(store: TextStore, from: number): void {
    this.#store.release()
    this.#store = store
    this.#from = from
  }
}

/** Frees the memory of items that are sent, spooled or dropped. Their `json` is empty afterwards. */
export function releaseTexts(items: readonly SerializedEnvelope[]): void {
  for (const item of items) item.moveTextTo?.(EMPTY_STORE, 0)
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
