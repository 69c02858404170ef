import { warnOnce } from '@azmon/core/adapter'

/** Warns once if the first requests were all left out because their callers said so: a front end may say so of all. */
export class CallerWatch {
  #leftOut = 0
  #isOver = false

  saw(isLeftOutByCaller: boolean): void {
    if (this.#isOver) return
    if (isLeftOutByCaller) this.#leftOut++
    this.#isOver = !isLeftOutByCaller || this.#leftOut === FIRST
    if (this.#leftOut === FIRST) warnOnce('left out by callers', WARNING)
  }
}

// --- helpers ---

const FIRST = 100

const WARNING =
  `The first ${FIRST} requests were all left out, because the sampled flag of their callers' headers is 0. ` +
  'If your own sampling is to decide, set followCallers: false.'
