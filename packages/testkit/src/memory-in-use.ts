import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Collects all garbage, then returns the memory usage. */
export function memoryInUse(): NodeJS.MemoryUsage {
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  collectGarbage()
  // Another thread frees the buffers of the first collection. A second collection waits for that thread.
  collectGarbage()
  return process.memoryUsage()
}
