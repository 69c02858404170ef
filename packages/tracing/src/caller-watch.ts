import { warnOnce } from '@azmon/core/adapter'

/** Warns once if callers marked all of the first requests as unsampled: a front end may mark every request. */
export class CallerWatch {
  #unsampled = 0
  #isDone = false

  addRequest(isUnsampledByCaller: boolean): void {
    if (this.#isDone) return
    if (isUnsampledByCaller) this.#unsampled++
    this.#isDone = !isUnsampledByCaller || this.#unsampled === FIRST
    if (this.#unsampled === FIRST) warnOnce('unsampled by callers', WARNING)
  }
}

// --- helpers ---

const FIRST = 100

const WARNING =
  `None of the first ${FIRST} requests was sampled, because the sampled flag in their callers' headers is 0. ` +
  'Set followCallers: false to let your own sampling decide.'
