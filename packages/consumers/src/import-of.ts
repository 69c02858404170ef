import { join } from 'node:path'
import { run } from './run'
import type { Logger } from './versions'

/** What `require('@azmon/winston')` does in a process that has loaded winston, and the same with pino. */
export interface Import {
  readonly files: readonly string[]
  readonly ms: number
  readonly rssBytes: number
}

export async function importOf(consumer: string, logger: Logger): Promise<Import> {
  const program = join(consumer, 'imports.cjs')
  const { code, stdout, stderr } = await run(consumer, process.execPath, [program, logger, `@azmon/${logger}`])
  if (code !== 0) throw new Error(`${program} ended with ${code}.\n${stderr}`)
  return JSON.parse(stdout)
}
