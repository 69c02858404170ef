import { rmSync } from 'node:fs'
import { consumerOf, consumerOfAzmon, consumerOfTracing } from './consumer'
import { type ImportCost, measureImport } from './measure-import'
import { openStore } from './store'
import { type Logger, NEWEST } from './versions'

/** Prints time and memory, which vary too much between machines and runs for assertions in tests. */
async function main(): Promise<void> {
  const store = openStore()
  try {
    const tracing = [consumerOfTracing(store), 'node:http', '@azmon/tracing'] as const
    const azmon = [consumerOfAzmon(store), 'express', 'azmon'] as const
    for (const [consumer, loaded, ours] of [loggerOf(store, 'winston'), loggerOf(store, 'pino'), tracing, azmon]) {
      const imports: ImportCost[] = []
      for (let count = 0; count < RUNS; count++) imports.push(await measureImport(consumer, loaded, ours))
      const ms = median(imports.map((each) => each.ms)).toFixed(0)
      const megabytes = (median(imports.map((each) => each.rssBytes)) / 1e6).toFixed(1)
      const files = imports[0]?.files.length
      process.stdout.write(`${ours} beyond ${loaded}: ${ms} ms, ${megabytes} MB RSS, ${files} files\n`)
    }
  } finally {
    rmSync(store, { recursive: true })
  }
}

function loggerOf(store: string, logger: Logger): readonly [consumer: string, loaded: string, ours: string] {
  return [consumerOf(store, logger, NEWEST[logger]), logger, `@azmon/${logger}`]
}

const RUNS = 21

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

void main()
