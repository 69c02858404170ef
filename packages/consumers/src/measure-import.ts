import { join } from 'node:path'
import { run } from './run'

/** The cost of requiring a package, such as `@azmon/winston` in a process that has already loaded winston. */
export interface ImportCost {
  readonly files: readonly string[]
  readonly ms: number
  readonly rssBytes: number
}

export async function measureImport(consumer: string, loaded: string, ours: string): Promise<ImportCost> {
  const program = join(consumer, 'imports.cjs')
  const { code, stdout, stderr } = await run(consumer, process.execPath, [program, loaded, ours])
  if (code !== 0) throw new Error(`${program} exited with ${code}.\n${stderr}`)
  return JSON.parse(stdout)
}
