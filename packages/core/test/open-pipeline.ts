import { type ScriptedIngestion, startIngestion, TEST_KEY } from '@azmon/testkit'
import { afterEach, expect } from '@jest/globals'
import { type Clock, systemClock } from '../src/clock'
import { IngestionClient } from '../src/ingestion/ingestion-client'
import type { TelemetryClientOptions } from '../src/options/telemetry-client-options'
import { Pipeline } from '../src/pipeline/pipeline'
import { SpoolDirectory } from '../src/spool/directory'
import type { Disk } from '../src/spool/disk'
import { systemFiles } from '../src/spool/file-system'
import { anItem, deliveryOptions } from './builders'
import { aFolder, everyoneWins } from './spool/open-file-spool'

export const TOKEN_SCOPE = 'https://monitor.azure.com/.default'

const opened: AsyncDisposable[] = []

afterEach(async () => {
  for (const resource of opened.splice(0)) await resource[Symbol.asyncDispose]()
})

/** Closed after the test, in the order in which they were given. */
export function closeLater<T extends AsyncDisposable>(resource: T): T {
  opened.push(resource)
  return resource
}

/** A pipeline and the endpoint it leads to, both real, closed after the test. Without a `disk` it has none. */
export async function openPipeline(
  options: TelemetryClientOptions = {},
  clock: Clock = systemClock,
  disk?: Disk,
): Promise<{ pipeline: Pipeline; ingestion: ScriptedIngestion }> {
  const ingestion = await startIngestion()
  const delivery = deliveryOptions({ minRetryDelayMs: 1, requestTimeoutMs: 5_000, ...options })
  const destination = { instrumentationKey: TEST_KEY, ingestionEndpoint: ingestion.url, tokenScope: TOKEN_SCOPE }
  const pipeline = new Pipeline(delivery, new IngestionClient(destination, delivery, 4, clock), disk, clock)
  closeLater({ [Symbol.asyncDispose]: () => pipeline.close() })
  closeLater(ingestion)
  return { pipeline, ingestion }
}

/** A place for the spool of a pipeline, in the folder `spool` of `folder`, with nobody to share it with. */
export function aDisk(folder: string = aFolder()): Disk {
  const directory = new SpoolDirectory([{ base: folder, levels: ['spool'] }])
  return { directory, election: everyoneWins, files: systemFiles }
}

/** One item for each letter, which is its message. */
export function pushLetters(pipeline: Pipeline, letters: Iterable<string>): void {
  for (const letter of letters) pipeline.push(anItem(letter))
}

/** What each request held, its messages joined. */
export function lettersOf(ingestion: ScriptedIngestion): readonly string[] {
  return ingestion.requests.map(({ items }) => items.map((item) => item.data.baseData.message).join(''))
}

/** Resolves when something goes wrong the next time. */
export function firstTrouble(pipeline: Pipeline): Promise<void> {
  return new Promise((resolve) => {
    const stop = pipeline.diagnostics.onError(() => {
      stop()
      resolve()
    })
  })
}

export function expectBalanced(pipeline: Pipeline): void {
  const { received, sent, dropped, queued, inFlight, spooled } = pipeline.stats()
  expect(sent + dropped + queued + inFlight + spooled).toBe(received)
  const { read, drained, left, dropped: droppedFromDisk } = pipeline.stats().spool
  expect(drained + droppedFromDisk + left).toBe(read)
}
