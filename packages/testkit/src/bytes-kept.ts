import { memoryInUse } from './memory-in-use'

/** Returns how many bytes of the heap the result of `work`, and everything that `work` has changed, keep alive. */
export function bytesKept(work: () => unknown): number {
  const before = memoryInUse().heapUsed
  const kept = [work()] // referenced until the memory is measured
  const bytes = memoryInUse().heapUsed - before
  kept.pop()
  return bytes
}
