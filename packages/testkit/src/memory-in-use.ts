import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What is in use when all garbage has been collected. */
export function memoryInUse(): NodeJS.MemoryUsage {
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  collectGarbage()
  // The buffers that the first one found are freed on another thread. A second one waits for it before it begins.
  collectGarbage()
  return process.memoryUsage()
}
