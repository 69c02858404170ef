import { describe, expect, it } from '@jest/globals'
import { consumerOfAzmon } from '../src/consumer'
import { nodeBinary } from '../src/node-binary'
import { type End, runExitProgram } from '../src/run-exit-program'
import { VERSIONS } from '../src/versions'
import { store } from './store'

const RECORDS = Array.from({ length: 30 }, (_, id) => `record ${id}`)

const UNHANDLED = 'does not handle the signal'

const LOGGERS = ['winston', "pino's worker", 'pino in process', 'start()'] as const

interface Way {
  readonly way: string
  readonly signals?: readonly NodeJS.Signals[]
  /** Also tried on newer versions of Node, which may end processes in other ways. */
  readonly onEachNode?: boolean
}

const WAYS: readonly Way[] = [
  { way: 'ends by itself', onEachNode: true },
  { way: 'sets process.exitCode' },
  { way: 'calls process.exit', onEachNode: true },
  { way: 'ends the logger, then exits' },
  { way: 'flushes, then exits' },
  { way: 'closes, then exits' },
  { way: 'throws', onEachNode: true },
  { way: 'rejects', onEachNode: true },
  { way: 'ends the logger at the signal', signals: ['SIGTERM', 'SIGINT'] },
  { way: 'flushes at the signal', signals: ['SIGTERM', 'SIGINT'] },
  { way: 'closes at the signal', signals: ['SIGTERM', 'SIGINT'], onEachNode: true },
  { way: 'exits at the signal', signals: ['SIGTERM', 'SIGINT'], onEachNode: true },
  { way: 'finishes its work at the signal, then ends by itself', signals: ['SIGTERM', 'SIGINT'] },
  { way: UNHANDLED, signals: ['SIGTERM', 'SIGINT', 'SIGHUP'], onEachNode: true },
]

type Row = readonly [logger: string, way: string, signals: readonly NodeJS.Signals[]]

function rowsOf(nodeVersion: string): readonly Row[] {
  const isOldest = nodeVersion === VERSIONS.node[0]
  return LOGGERS.flatMap((logger) =>
    WAYS.filter(({ way, onEachNode }) => (isOldest || onEachNode) && !isLostByPino(logger, way)).flatMap(
      ({ way, signals }): readonly Row[] => {
        if (signals === undefined) return [[logger, way, []]]
        return (isOldest ? signals : signals.slice(0, 1)).map((signal): Row => [logger, way, [signal]])
      },
    ),
  )
}

/** No code of azmon runs in the main thread in this case: Node ends pino's worker with unsent records, whatever its target. */
function isLostByPino(logger: string, way: string): boolean {
  return logger === "pino's worker" && way === UNHANDLED
}

describe.each(VERSIONS.node)('on Node %s', (nodeVersion) => {
  const run = (logger: string, way: string, signals: readonly NodeJS.Signals[]) =>
    runExitProgram({
      node: nodeOf(nodeVersion),
      folder: consumerOfAzmon(store),
      env: { LOGGER: logger, WAY: way },
      signals,
    })

  /** Exits of the program without telemetry, which all loggers share. */
  const ends = new Map<string, Promise<End>>()
  const withoutAzmon = (way: string, signals: readonly NodeJS.Signals[]) => {
    const key = `${way} ${signals}`
    const end = ends.get(key) ?? run('none', way, signals)
    ends.set(key, end)
    return end
  }

  it.concurrent.each(rowsOf(nodeVersion))(
    'a program with %s that %s %j delivers each record once, and exits as without azmon',
    async (logger, way, signals) => {
      const end = await run(logger, way, signals)
      const { seen } = await withoutAzmon(way, signals)
      expect({ ...end, delivered: recordsOf(end.delivered) }).toEqual({
        seen,
        delivered: RECORDS,
        onDisk: [],
        files: [],
      })
    },
  )

  it.concurrent.each(['winston', 'pino in process', 'start()'])(
    'a second signal ends a program with %s at once, without losing a record',
    async (logger) => {
      const end = await run(logger, UNHANDLED, ['SIGINT', 'SIGINT'])
      expect(new Set(recordsOf([...end.delivered, ...end.onDisk]))).toEqual(new Set(RECORDS))
      expect(end.seen).toEqual({ code: 'SIGINT', stdout: 'ready\n', stderr: '' })
    },
  )

  it.concurrent.each(
    ['winston that handles errors', 'start() with winston that handles errors'].flatMap((logger) =>
      ['throws', 'rejects'].map((way) => [logger, way]),
    ),
  )('%s: a program that %s delivers each record and one exception', async (logger, way) => {
    const end = await run(logger, way, [])
    expect(end).toMatchObject({ seen: { code: 1, stdout: '', stderr: '' }, files: [] })
    expect(recordsOf(end.delivered)).toEqual(RECORDS)
    expect(exceptionsOf(end.delivered)).toEqual(['RangeError: not caught'])
  })
})

// --- helpers ---

const nodes = new Map<string, string>()

function nodeOf(version: string): string {
  const node = nodes.get(version) ?? nodeBinary(version)
  nodes.set(version, node)
  return node
}

/** Returns the messages of the records in the order of their numbers. */
function recordsOf(items: End['delivered']): readonly string[] {
  return items
    .flatMap(({ data }) => data.baseData.message ?? [])
    .filter((message) => message.startsWith('record '))
    .sort((a, b) => Number(a.slice(7)) - Number(b.slice(7)))
}

function exceptionsOf(items: End['delivered']): readonly string[] {
  return items.flatMap(({ data }) =>
    (data.baseData.exceptions ?? []).map(({ typeName, message }) => `${typeName}: ${message}`),
  )
}
