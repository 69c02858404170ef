import type { Clock, Timer } from '@azmon/core/adapter'

/**
 * Calls `tick` every `intervalMs` without keeping the process alive. Ticks do not drift, and ticks that were missed while the
 * process was busy or asleep are skipped. Returns a function that stops it.
 */
export function every(intervalMs: number, clock: Clock, tick: () => void): () => void {
  let dueMs = clock.monotonicMs() + intervalMs
  let timer: Timer | undefined
  const wait = () => {
    timer = clock.after(Math.max(0, dueMs - clock.monotonicMs()), () => {
      const lateMs = Math.max(0, clock.monotonicMs() - dueMs)
      dueMs += intervalMs * (1 + Math.floor(lateMs / intervalMs))
      wait()
      tick()
    })
  }
  wait()
  return () => timer?.cancel()
}
