import { signal } from '@preact/signals'

/** Changes whenever rows were stored. The server reports them at most four times a second. */
export const storedVersion = signal(0)

/** Rows stored per second, oldest first, one value per second. */
export const storedRates = signal<readonly number[]>([])

/** Follows what the server stores, while the page is visible. Returns a function that stops it. */
export function followStream(): () => void {
  let source: EventSource | undefined
  let stored = 0
  const connect = () => {
    source?.close()
    source = document.hidden ? undefined : new EventSource('/api/live')
    source?.addEventListener('stored', ({ data }: MessageEvent<string>) => {
      stored += Object.values(JSON.parse(data) as Record<string, number>).reduce((sum, rows) => sum + rows, 0)
      storedVersion.value++
    })
    // What was stored while the page was hidden.
    if (!document.hidden) storedVersion.value++
  }
  const timer = setInterval(() => {
    if (document.hidden) return
    storedRates.value = [...storedRates.peek(), stored].slice(-RATES)
    stored = 0
  }, 1_000)
  document.addEventListener('visibilitychange', connect)
  connect()
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', connect)
    source?.close()
  }
}

// --- helpers ---

const RATES = 30
