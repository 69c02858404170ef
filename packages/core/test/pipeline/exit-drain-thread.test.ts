import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { startIngestion } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { resolveOptions } from '../../src/options/resolve'
import { Pipeline } from '../../src/pipeline/pipeline'
import { type ExitDrain, PHASE, type ThreadData } from '../../src/shutdown/exit-drain'
import { diskOf } from '../../src/spool/disk'
import { closeLater, pushLetters } from '../open-pipeline'
import { aFolder } from '../spool/open-file-spool'

const THREAD = join(__dirname, '../../dist/pipeline/exit-drain-thread.js')

it.each([
  ['a key', undefined, undefined],
  ['a token', 'last-token', 'Bearer last-token'],
])('sends the files of one writer with %s, and reports its phases', async (_, token, authorization) => {
  const ingestion = closeLater(await startIngestion())
  const { destination, delivery } = resolveOptions(
    { connectionString: ingestion.connectionString, storagePath: aFolder() },
    {},
  )
  if (typeof destination === 'string') throw new Error('no destination')
  const store = (letters: string): ExitDrain | undefined => {
    const network = {
      load: () => {},
      abort: async () => {},
      close: async () => {},
      post: async () => ({ kind: 'retryable', reason: 'scripted' }) as const,
      forThread: () => ({ destination, token }),
    }
    const pipeline = new Pipeline(delivery, network, diskOf(destination, delivery.storagePlaces))
    closeLater({ [Symbol.asyncDispose]: () => pipeline.close() })
    pushLetters(pipeline, letters)
    pipeline.ending.storeAtExit()
    return pipeline.ending.exitDrain
  }
  const drain = store('ab')
  store('c')
  if (drain === undefined) throw new Error('nothing to drain')
  const phase = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const workerData: ThreadData = { drains: [drain], phase }
  await new Promise((resolve) => new Worker(THREAD, { workerData }).on('exit', resolve))
  expect(Atomics.load(new Int32Array(phase), 0)).toBe(PHASE.done)
  expect(ingestion.accepted.map((item) => item.data.baseData.message)).toEqual(['a', 'b'])
  expect(ingestion.requests.map(({ headers }) => headers['authorization'])).toEqual([authorization])
})
