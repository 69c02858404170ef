import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What is in use when all garbage has been collected. */
export function memoryInUse(): NodeJS.MemoryUsage {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage()
}
