import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { runProgram, TEST_CERTIFICATE_FILE } from '@azmon/testkit'
import { bytesOf, countArrivals, ratioToGzip } from './arrivals'
import type { Testimony } from './child'
import { CONTENDERS } from './contenders'
import { type Endpoint, startEndpoint } from './endpoint'
import { SCENARIOS } from './scenarios'
import type { Case } from './selection'
import { recordIdsIn } from './shapes'

/** The figures of one run of one case. A figure that could not be measured is absent. */
export interface Figures {
  readonly callerMicros?: number | undefined
  readonly delayP999Ms?: number | undefined
  readonly delayMaxMs?: number | undefined
  /** CPU time of the whole process per delivered record; per logged record for a baseline, and in the paced scenario. */
  readonly cpuMicros?: number | undefined
  readonly peakRssMb?: number | undefined
  readonly endedAfterS?: number | undefined
  readonly lastAfterS?: number | undefined
  readonly delivered?: number | undefined
  readonly duplicated?: number | undefined
  readonly wireBytes?: number | undefined
  /** The size relative to the same content compressed with gzip at level 1. */
  readonly wireToGzip?: number | undefined
  /** Records left on disk, for a later process to send. */
  readonly kept?: number | undefined
  /** Records that were neither delivered nor kept. */
  readonly lost?: number | undefined
  readonly reported?: number | undefined
}

export async function measure(one: Case): Promise<Figures> {
  await using endpoint = await startEndpoint()
  if (SCENARIOS[one.scenario].isEndpointDown) await endpoint.close()
  const directory = await mkdtemp(join(tmpdir(), 'azmon-bench-'))
  try {
    const testimony = await runCase(one, endpoint.connectionString, directory)
    const ofOutcome =
      CONTENDERS[one.contender]!.role === 'baseline'
        ? { cpuMicros: testimony.cpuMicros / one.records }
        : ofDelivery(testimony, endpoint, one.records, await recordIdsBelow(directory))
    return { ...ofOutcome, ...ofProcess(testimony) }
  } finally {
    await rm(directory, { recursive: true })
  }
}

/** Runs a case in its own process until the process ends. The contender keeps its files below `directory`. */
export async function runCase(one: Case, connectionString: string, directory: string): Promise<EndedTestimony> {
  const args = [JSON.stringify(one), connectionString]
  const { code, stdout, stderr } = await runProgram(PROGRAM, environment(directory), args)
  const endedAtMs = Date.now()
  const last = stdout.split('\n').at(-1) ?? ''
  if (code !== 0 || last === '') throw new Error(`${args[0]} ended with ${code}:\n${stdout}\n${stderr}`)
  return { ...(JSON.parse(last) as Testimony), endedAtMs }
}

// --- helpers, in order of use ---

type EndedTestimony = Testimony & { readonly endedAtMs: number }

/** The built program is used, because a child process cannot load TypeScript. */
const PROGRAM = join(__dirname, '../dist/child.js')

function environment(directory: string): Record<string, string> {
  return {
    NODE_EXTRA_CA_CERTS: TEST_CERTIFICATE_FILE,
    // Contenders keep unsent records in this directory.
    TMPDIR: directory,
    XDG_STATE_HOME: directory,
    // Telemetry that the Azure libraries send about themselves is not measured.
    APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
    APPLICATIONINSIGHTS_SDKSTATS_DISABLED: 'true',
  }
}

function ofProcess(testimony: EndedTestimony): Figures {
  const { callerMicros, steadyCpuMicros, delayP999Ms, delayMaxMs, peakRssBytes, startedAtMs, endedAtMs } = testimony
  return {
    callerMicros,
    delayP999Ms,
    delayMaxMs,
    peakRssMb: peakRssBytes / 1e6,
    endedAfterS: (endedAtMs - startedAtMs) / 1_000,
    ...(steadyCpuMicros !== undefined && { cpuMicros: steadyCpuMicros }),
  }
}

function ofDelivery(testimony: Testimony, endpoint: Endpoint, records: number, onDisk: ReadonlySet<number>): Figures {
  const { bodies, lastAtMs } = endpoint
  const timesById = countArrivals(bodies)
  const delivered = timesById.size
  const times = [...timesById.values()].reduce((sum, each) => sum + each, 0)
  const kept = [...onDisk].filter((id) => !timesById.has(id)).length
  return {
    delivered,
    duplicated: times - delivered,
    kept,
    lost: records - delivered - kept,
    reported: testimony.reportedLost,
    ...(delivered > 0 && {
      cpuMicros: testimony.cpuMicros / delivered,
      lastAfterS: (lastAtMs - testimony.startedAtMs) / 1_000,
      wireBytes: bytesOf(bodies) / times,
      wireToGzip: ratioToGzip(bodies),
    }),
  }
}

async function recordIdsBelow(directory: string): Promise<ReadonlySet<number>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const contents = await Promise.all(files.map((file) => readFile(file)))
  return new Set(contents.map(textOf).flatMap(recordIdsIn))
}

/** Reads a file that is either plain text, or one line of text followed by gzip data. */
function textOf(content: Buffer): string {
  const gzip = content.indexOf(GZIP)
  return (gzip === -1 ? content : gunzipSync(content.subarray(gzip))).toString('utf8')
}

/** @see RFC 1952, 2.3.1: the magic number and the deflate method */
const GZIP = Buffer.from([0x1f, 0x8b, 0x08])
