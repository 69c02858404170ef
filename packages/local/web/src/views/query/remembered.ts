import { signal } from '@preact/signals'

// What a person ran and saved, kept in this browser.

export interface HistoryEntry {
  readonly text: string
  readonly atMs: number
  readonly rows: number
  readonly elapsedMs: number
}

export interface SavedQuery {
  readonly name: string
  readonly text: string
}

/** The newest first. Each text once. */
export const history = signal<readonly HistoryEntry[]>(readList('azmon.query.history'))

/** In the order of their names. */
export const savedQueries = signal<readonly SavedQuery[]>(readList('azmon.query.saved'))

export function addToHistory(entry: HistoryEntry): void {
  if (entry.text.length > MAX_CHARACTERS) return
  history.value = [entry, ...history.peek().filter(({ text }) => text !== entry.text)].slice(0, MAX_ENTRIES)
  write('azmon.query.history', history.value)
}

export function clearHistory(): void {
  history.value = []
  write('azmon.query.history', [])
}

/** Saves a query. Replaces another one of the same name. Returns whether the browser keeps it. */
export function saveQuery(query: SavedQuery): boolean {
  const others = savedQueries.peek().filter(({ name }) => name !== query.name)
  savedQueries.value = [...others, query].sort((a, b) => a.name.localeCompare(b.name))
  return write('azmon.query.saved', savedQueries.value)
}

export function removeSavedQuery(name: string): void {
  savedQueries.value = savedQueries.peek().filter((query) => query.name !== name)
  write('azmon.query.saved', savedQueries.value)
}

/** Returns the text of the editor when it was last left. */
export function readDraft(): string {
  try {
    return localStorage.getItem('azmon.query.draft') ?? ''
  } catch {
    return ''
  }
}

export function keepDraft(text: string): void {
  write('azmon.query.draft', text)
}

// --- helpers ---

const MAX_ENTRIES = 100
const MAX_CHARACTERS = 20_000

function readList<T extends { readonly text: string }>(key: string): readonly T[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(list) ? list.filter((each: T) => typeof each?.text === 'string') : []
  } catch {
    return []
  }
}

/** Storage can be full or forbidden. Returns whether it worked. */
function write(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(key, typeof value === 'string' ? value : JSON.stringify(value))
    return true
  } catch {
    return false
  }
}
