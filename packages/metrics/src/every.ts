import type { Clock, Timer } from '@azmon/core/adapter'

/**
 * Calls `tick` every `intervalMs`, which keeps no process alive. Deadlines are moments, so that nothing adds up; those that
 * passed while the process was busy or asleep are left out. Returns how to stop.
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
