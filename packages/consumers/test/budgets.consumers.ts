import { describe, expect, it } from '@jest/globals'
import {
  consumerOf,
  consumerOfAzmon,
  consumerOfExpress,
  consumerOfExpressWithoutAzmon,
  consumerOfMetrics,
  consumerOfTracing,
  consumerWithoutAzmon,
} from '../src/consumer'
import { type InstalledFile, installedFile, installedFiles } from '../src/installed-files'
import { measureImport } from '../src/measure-import'
import { LAST_PINO_9, type Logger, NEWEST } from '../src/versions'
import { store } from './store'

const MAX_INSTALLED_BYTES = 4_200_000

/** `azmon` includes the adapters of both loggers, tracing, metrics and Express. */
const MAX_INSTALLED_BYTES_OF_ALL = 4_400_000

/** The cost of an import depends on the files that it loads: 150 files of 370 kB took about 40 ms and 6 MB. */
const OF_A_LOGGER = { files: 245, bytes: 690_000 }
const OF_TRACING = { files: 320, bytes: 880_000 }
const OF_METRICS = { files: 205, bytes: 660_000 }
const OF_EXPRESS = { files: 330, bytes: 900_000 }
const OF_AZMON = { files: 360, bytes: 970_000 }

const OF_CORE = ['@azmon/core', 'graceful-fs', 'proper-lockfile', 'retry', 'signal-exit', 'undici']

describe.each<[Logger, string, readonly string[]]>([
  ['winston', NEWEST.winston, []],
  ['pino', NEWEST.pino, []], // pino depends on pino-abstract-transport and split2, too
  ['pino', LAST_PINO_9, ['pino-abstract-transport']], // this pino depends on an older one
])('installed for %s %s', (logger, version, added) => {
  const withUs = () => installedFiles(consumerOf(store, logger, version))
  const withoutUs = () => installedFiles(consumerWithoutAzmon(store, logger, version))

  it('our package adds only these packages', () => {
    const expected = [...OF_CORE, ...added, '@opentelemetry/api', `@azmon/${logger}`]
    expect(packagesOf(withUs())).toEqual([...packagesOf(withoutUs()), ...expected].sort())
  })

  it('our package adds less than 4.2 MB', () => {
    expect(bytesOf(withUs()) - bytesOf(withoutUs())).toBeLessThan(MAX_INSTALLED_BYTES)
  })
})

describe.each([
  { ours: '@azmon/tracing', consumer: consumerOfTracing, added: ['@opentelemetry/api'] },
  { ours: '@azmon/metrics', consumer: consumerOfMetrics, added: [] },
])('installed alone, $ours', ({ ours, consumer, added }) => {
  const withUs = () => installedFiles(consumer(store))

  it('brings these packages, and no other', () => {
    expect(packagesOf(withUs())).toEqual([...OF_CORE, ours, ...added].sort())
  })

  it('adds less than 4.2 MB', () => {
    expect(bytesOf(withUs())).toBeLessThan(MAX_INSTALLED_BYTES)
  })
})

describe.each([
  { ours: '@azmon/express', consumer: consumerOfExpress, added: ['@azmon/tracing'] },
  {
    ours: 'azmon',
    consumer: consumerOfAzmon,
    added: ['@azmon/express', '@azmon/metrics', '@azmon/pino', '@azmon/tracing', '@azmon/winston'],
  },
])('installed for Express and both loggers, $ours', ({ ours, consumer, added }) => {
  const withUs = () => installedFiles(consumer(store))
  const withoutUs = () => installedFiles(consumerOfExpressWithoutAzmon(store))

  it('brings these packages, and no other', () => {
    const expected = [...OF_CORE, ...added, '@opentelemetry/api', ours]
    expect(packagesOf(withUs())).toEqual([...packagesOf(withoutUs()), ...expected].sort())
  })

  it('adds less than 4.4 MB', () => {
    expect(bytesOf(withUs()) - bytesOf(withoutUs())).toBeLessThan(MAX_INSTALLED_BYTES_OF_ALL)
  })
})

describe.each([
  {
    ours: '@azmon/winston',
    consumer: () => consumerOf(store, 'winston', NEWEST.winston),
    loaded: 'winston',
    added: ['@opentelemetry/api'],
    max: OF_A_LOGGER,
  },
  {
    ours: '@azmon/pino',
    consumer: () => consumerOf(store, 'pino', NEWEST.pino),
    loaded: 'pino',
    added: ['pino-abstract-transport', 'split2'],
    max: OF_A_LOGGER,
  },
  {
    ours: '@azmon/tracing',
    consumer: () => consumerOfTracing(store),
    loaded: 'node:http',
    added: ['@opentelemetry/api'],
    max: OF_TRACING,
  },
  {
    ours: '@azmon/metrics',
    consumer: () => consumerOfMetrics(store),
    loaded: 'node:http',
    added: [],
    max: OF_METRICS,
  },
  {
    ours: '@azmon/express',
    consumer: () => consumerOfExpress(store),
    loaded: 'express',
    added: ['@azmon/tracing', '@opentelemetry/api'],
    max: OF_EXPRESS,
  },
  {
    ours: 'azmon',
    consumer: () => consumerOfAzmon(store),
    loaded: 'express',
    added: ['@azmon/metrics', '@azmon/tracing', '@opentelemetry/api'],
    max: OF_AZMON,
  },
])('importing $ours', ({ ours, consumer, loaded, added, max }) => {
  const imported = async () => (await measureImport(consumer(), loaded, ours)).files.map(installedFile)

  it('loads only these packages, and neither undici nor proper-lockfile', async () => {
    const owners = new Set((await imported()).map(({ owner }) => owner))
    expect([...owners].sort()).toEqual(['@azmon/core', ours, ...added].sort())
  })

  it('loads no more than its budget', async () => {
    const files = await imported()
    expect(files.length).toBeLessThan(max.files)
    expect(bytesOf(files)).toBeLessThan(max.bytes)
  })
})

// --- helpers ---

/** Returns the name of each package, once for each copy. */
function packagesOf(files: readonly InstalledFile[]): readonly string[] {
  return [...new Map(files.map(({ place, owner }) => [place, owner])).values()].sort()
}

function bytesOf(files: readonly InstalledFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0)
}
