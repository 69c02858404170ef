import { workerData } from 'node:worker_threads'
import { systemClock } from '../clock'
import { IngestionClient } from '../ingestion/ingestion-client'
import { loadUndici } from '../ingestion/undici'
import { type ExitDrain, PHASE, type ThreadData } from '../shutdown/exit-drain'
import { SpoolDirectory } from '../spool/directory'
import { spoolPlaces } from '../spool/disk'
import type { Election } from '../spool/election'
import { systemFiles } from '../spool/file-system'
import { MAX_IN_FLIGHT } from './breaker'
import { Pipeline } from './pipeline'

const TOKEN_LIFE_MS = 60_000

const withoutLeader: Election = { isLeader: false, join: () => {}, leave: async () => {} }

const { drains, phase }: ThreadData = workerData

loadUndici()
enter(PHASE.sending)
void Promise.allSettled(drains.map(drain)).then(() => enter(PHASE.done))

// --- helpers, in order of use ---

function enter(next: number): void {
  const view = new Int32Array(phase)
  Atomics.store(view, 0, next)
  Atomics.notify(view, 0)
}

/** Sends each batch once. Batches that fail stay on disk. Does not close the pipeline, because the process ends anyway. */
async function drain({ destination, delivery, token, writer }: ExitDrain): Promise<void> {
  const options = { ...delivery, credential: token === undefined ? undefined : credentialOf(token) }
  const directory = new SpoolDirectory(spoolPlaces(destination, delivery.storagePlaces))
  const disk = { directory, election: withoutLeader, files: systemFiles }
  const ingestion = new IngestionClient(destination, options, MAX_IN_FLIGHT)
  await new Pipeline(options, ingestion, disk, systemClock).ending.drainFilesOf(writer)
}

/** Returns a credential that supplies the last known token, because this thread cannot call the application's credential. */
function credentialOf(token: string) {
  return { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + TOKEN_LIFE_MS }) }
}
