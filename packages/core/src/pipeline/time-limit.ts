import type { Clock, Timer } from '../clock'

/** Resolves with true when `work` is done, or with false after `limitMs`. Keeps the process alive only on request. */
export async function withinLimit(
  clock: Clock,
  limitMs: number,
  work: Promise<unknown>,
  keepsAlive?: 'keeps-alive',
): Promise<boolean> {
  let timer: Timer | undefined
  const timeout = new Promise<false>((resolve) => {
    timer = clock.after(limitMs, () => resolve(false), keepsAlive)
  })
  const isDone = await Promise.race([work.then(() => true), timeout])
  timer?.cancel()
  return isDone
}
