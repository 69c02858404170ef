import { type Statement, statements } from '@azmon/kql/editor'
import { computed, signal } from '@preact/signals'
import { QueryError, type QueryResult, runForResult } from '../../query/client'
import { otherSource } from '../../state/source'
import type { Failed } from './failed'
import { type Problem, problemsOf } from './problems'
import { queryIndexAt } from './query-index-at'
import { addToHistory } from './remembered'

/** A query with its result. */
export interface Finished {
  /** The query as it was sent. */
  readonly text: string
  readonly result: QueryResult
  readonly atMs: number
}

/** The text of the editor, the query at its cursor, and what became of the last run. Stays while other views are open. */
class QuerySession {
  readonly text = signal('')
  /** The offset of the cursor in the text. */
  readonly cursor = signal(0)
  readonly queries = computed<readonly Statement[]>(() => statements(this.text.value))
  /** The position of the query at the cursor. -1 if the text has none. */
  readonly activeIndex = computed(() => queryIndexAt(this.queries.value, this.cursor.value))
  readonly active = computed<Statement | undefined>(() => this.queries.value[this.activeIndex.value])
  readonly running = signal<{ readonly text: string } | undefined>(undefined)
  readonly finished = signal<Finished | undefined>(undefined)
  readonly failed = signal<Failed | undefined>(undefined)
  #abort: AbortController | undefined

  /** Runs the query at the cursor. A query that still runs is stopped. */
  async run(timespan: string | undefined, maxRows = FIRST_ROWS): Promise<void> {
    const text = this.active.peek()?.text.trim()
    if (text === undefined || text === '') return
    this.cancel()
    const mistake = this.#mistake()
    if (mistake !== undefined) {
      this.failed.value = { text, error: new QueryError(mistake.message, 'MISTAKE') }
      return
    }
    const abort = new AbortController()
    this.#abort = abort
    this.running.value = { text }
    this.failed.value = undefined
    try {
      const result = await runForResult(text, { signal: abort.signal, timespan, maxRows })
      this.finished.value = { text, result, atMs: Date.now() }
      addToHistory({ text, atMs: Date.now(), rows: result.rows.length, elapsedMs: result.elapsedMs })
    } catch (error) {
      if (abort.signal.aborted) return
      this.failed.value = {
        text,
        error: error instanceof QueryError ? error : new QueryError(String(error), 'UNKNOWN'),
      }
    }
    this.running.value = undefined
  }

  /** A query that does not compile is not sent, unless another service answers: it may have other tables and functions. */
  #mistake(): Problem | undefined {
    const active = this.active.peek()
    if (active === undefined || otherSource.peek() !== undefined) return undefined
    return problemsOf(active).find(({ isError }) => isError)
  }

  /** Stops the query that runs. */
  cancel(): void {
    this.#abort?.abort()
    this.running.value = undefined
  }
}

/** The rows that a run reads. The page says if there are more, and reads up to `MAX_ROWS` when asked to. */
const FIRST_ROWS = 10_000
export const MAX_ROWS = 100_000

export const session = new QuerySession()
