import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Collects all garbage, then returns the memory usage. */
export function memoryInUse(): NodeJS.MemoryUsage {
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  collectGarbage()
  let usage = process.memoryUsage()
  // Another thread frees the buffers after a collection, so repeat the collection until it no longer changes the usage.
  for (let collections = 1; collections < MAX_COLLECTIONS; collections++) {
    collectGarbage()
    const { arrayBuffers } = usage
    usage = process.memoryUsage()
    if (usage.arrayBuffers === arrayBuffers) break
  }
  return usage
}

// --- helpers ---

const MAX_COLLECTIONS = 10
