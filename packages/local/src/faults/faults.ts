import type { DropFault, Fault, PartialFault, SlowFault, StatusFault } from './fault'

/** A fault and what it did so far. */
export interface ActiveFault {
  readonly fault: Fault
  /** The number of requests, or of items if it is partial, to which it applied. */
  readonly applied: number
  /** Undefined if it does not end by time. */
  readonly endsInMs: number | undefined
}

/** What happens to one request. */
export interface RequestFaults {
  readonly status: StatusFault | undefined
  readonly drop: DropFault | undefined
  readonly slow: SlowFault | undefined
  /** Returns the status with which to reject the next item, or undefined to accept it. */
  rejectItem(): number | undefined
}

/** The faults of the endpoint. Faults of different kinds apply together; of each kind, the first one that applies. */
export class Faults {
  readonly #nowMs: () => number
  #running: readonly RunningFault[] = []

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
  }

  /** Replaces all faults. */
  set(faults: readonly Fault[]): void {
    const nowMs = this.#nowMs()
    this.#running = faults.map((fault) => new RunningFault(fault, nowMs))
  }

  active(): readonly ActiveFault[] {
    const nowMs = this.#nowMs()
    return this.#running
      .filter((running) => running.isActive(nowMs))
      .map(({ fault, applied, endsMs }) => ({
        fault,
        applied,
        endsInMs: endsMs === undefined ? undefined : Math.ceil(endsMs - nowMs),
      }))
  }

  /** Decides about one request, and counts it. */
  next(): RequestFaults {
    const nowMs = this.#nowMs()
    const status = this.#take('status', nowMs)
    const drop = this.#take('drop', nowMs)
    const slow = this.#take('slow', nowMs)
    const rejectItem = () => {
      const partial: PartialFault | undefined = this.#take('partial', nowMs)
      return partial && (partial.statusCode ?? DEFAULT_ITEM_STATUS)
    }
    return { status, drop, slow, rejectItem }
  }

  #take<K extends Fault['kind']>(kind: K, nowMs: number): Extract<Fault, { kind: K }> | undefined {
    const found = this.#running.find((running) => running.fault.kind === kind && running.take(nowMs))
    return found?.fault as Extract<Fault, { kind: K }> | undefined
  }
}

// --- helpers ---

const DEFAULT_ITEM_STATUS = 503

class RunningFault {
  readonly fault: Fault
  readonly endsMs: number | undefined
  applied = 0
  #seen = 0

  constructor(fault: Fault, nowMs: number) {
    this.fault = fault
    this.endsMs = fault.forMs === undefined ? undefined : nowMs + fault.forMs
  }

  isActive(nowMs: number): boolean {
    const { times = Number.POSITIVE_INFINITY } = this.fault
    return this.applied < times && (this.endsMs === undefined || nowMs < this.endsMs)
  }

  /** Returns whether the fault applies, and counts it. */
  take(nowMs: number): boolean {
    if (!this.isActive(nowMs)) return false
    this.#seen++
    if (this.#seen % (this.fault.every ?? 1) !== 0) return false
    this.applied++
    return true
  }
}
