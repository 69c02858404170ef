import { computed, effect, signal } from '@preact/signals'
import { isQueryRunning, QueryError, queryRows, runQuery } from '../../query/client'
import { itemsQuery } from '../../query/items'
import { storedRates, storedVersion } from '../../state/live-stream'
import { nowMs, refreshNow } from '../../state/now'
import { scope } from '../../state/scope'
import { NOW } from '../../state/time'
import { columns } from './live-columns'
import { type LiveItem, pageQuery, toLiveItems } from './live-item'
import { oneInFor } from './one-in'

/**
 * The rows of the list. While it follows, the newest rows replace the shown ones at most once a second; while it is paused, only
 * the number of new ones changes. Scrolling loads older and newer pages around the visible one.
 */
export class Tail {
  /** Newest first, at most 600. */
  readonly items = signal<readonly LiveItem[]>([])
  readonly error = signal<QueryError | undefined>(undefined)
  readonly hasLoaded = signal(false)
  /** One in so many items is shown, apart from errors, because more arrive than can be read. */
  readonly oneIn = signal(1)
  /** The number of items that arrived since the list was paused. */
  readonly arrived = signal(0)
  readonly isPaused = signal(false)
  /** Whether the range ends now, so that new items appear in it. */
  readonly canFollow = computed(() => scope.value.to === NOW && scope.value.brush === undefined)
  readonly isFollowing = computed(() => this.canFollow.value && !this.isPaused.value)

  /** Filters, range and `now` of the rows. */
  #wanted: string | undefined
  #hasOlder = true
  #hasNewer = false
  #abort = new AbortController()
  #isPaging = false
  readonly #stops: (() => void)[] = []

  /** Returns a function that stops it. */
  start(): () => void {
    this.#stops.push(
      effect(() => {
        this.#load([itemsQuery(scope.value), columns.value.join(), nowMs.value].join('\n'), this.isFollowing.value)
      }),
      this.#refreshRegularly(),
    )
    return () => {
      this.#abort.abort()
      for (const stop of this.#stops) stop()
    }
  }

  pause(): void {
    if (!this.canFollow.peek() || this.isPaused.peek()) return
    this.isPaused.value = true
    this.arrived.value = 0
  }

  resume(): void {
    this.isPaused.value = false
    refreshNow()
  }

  /** Shows every item instead of a part of them. */
  showAll(): void {
    this.pause()
    this.#load('', false)
  }

  async loadOlder(): Promise<void> {
    const last = this.items.peek().at(-1)
    if (last === undefined || !this.#hasOlder) return
    await this.#page(async (signal) => {
      const older = toLiveItems(
        await runQuery(pageQuery(scope.peek(), { before: last, oneIn: this.oneIn.peek() }), { signal }),
      )
      this.#hasOlder = older.length === PAGE
      const all = [...this.items.peek(), ...older]
      this.#hasNewer ||= all.length > MAX_ITEMS
      return all.slice(-MAX_ITEMS)
    })
  }

  async loadNewer(): Promise<void> {
    const [first] = this.items.peek()
    if (first === undefined || !this.#hasNewer) return
    await this.#page(async (signal) => {
      const newer = toLiveItems(
        await runQuery(pageQuery(scope.peek(), { after: first, oneIn: this.oneIn.peek() }), { signal }),
      )
      this.#hasNewer = newer.length === PAGE
      const all = [...newer, ...this.items.peek()]
      this.#hasOlder ||= all.length > MAX_ITEMS
      return all.slice(0, MAX_ITEMS)
    })
  }

  /** Loads the newest rows, unless what is wanted is the same as before, as when the list is only paused. */
  #load(wanted: string, follows: boolean): void {
    if (wanted === this.#wanted && !follows) return
    this.#wanted = wanted
    this.#abort.abort()
    this.#abort = new AbortController()
    this.#isPaging = false
    this.#loadNewest(this.#abort.signal, follows).catch((error: unknown) => {
      if (error instanceof QueryError) this.error.value = error
    })
  }

  async #loadNewest(signal: AbortSignal, follows: boolean): Promise<void> {
    const rate = Math.max(0, ...storedRates.peek().slice(-3))
    const oneIn = follows ? await oneInFor(scope.peek(), rate, signal) : 1
    const items = toLiveItems(await runQuery(pageQuery(scope.peek(), { oneIn }), { signal }))
    if (signal.aborted) return
    this.#hasOlder = items.length === PAGE || oneIn > 1
    this.#hasNewer = false
    this.oneIn.value = oneIn
    this.items.value = items
    this.error.value = undefined
    this.hasLoaded.value = true
  }

  async #page(load: (signal: AbortSignal) => Promise<readonly LiveItem[]>): Promise<void> {
    if (this.#isPaging) return
    this.#isPaging = true
    const { signal } = this.#abort
    try {
      const items = await load(signal)
      if (!signal.aborted) this.items.value = items
    } catch (error) {
      if (error instanceof QueryError) this.error.value = error
    } finally {
      if (!signal.aborted) this.#isPaging = false
    }
  }

  /** Moves `now`, or counts what is new, once a second if something was stored, and every 5 s to move the range. */
  #refreshRegularly(): () => void {
    let seen = storedVersion.peek()
    let refreshedAtMs = performance.now()
    const timer = setInterval(() => {
      const isOld = performance.now() - refreshedAtMs > MAX_AGE_MS
      if (document.hidden || isQueryRunning() || !this.canFollow.peek()) return
      if (seen === storedVersion.peek() && !isOld) return
      seen = storedVersion.peek()
      refreshedAtMs = performance.now()
      if (this.isFollowing.peek()) refreshNow()
      else this.#countNew().catch(() => undefined)
    }, REFRESH_MS)
    return () => clearInterval(timer)
  }

  async #countNew(): Promise<void> {
    const [first] = this.items.peek()
    const fromMs = first === undefined ? scope.peek().range.fromMs : first.atMs + 1
    const query = `${itemsQuery(scope.peek(), { range: { fromMs, toMs: Date.now() + 60_000 } })}\n| summarize items = sum(itemCount)`
    const [row] = await queryRows<{ items: number | null }>(query)
    if (this.isPaused.peek() && !this.#hasNewer) this.arrived.value = row?.items ?? 0
  }
}

// --- helpers ---

const PAGE = 200
const MAX_ITEMS = 600
const REFRESH_MS = 1_000
const MAX_AGE_MS = 5_000
