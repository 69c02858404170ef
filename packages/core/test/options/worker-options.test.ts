import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, it } from '@jest/globals'
import { offerToWorkers, workerOptions } from '../../src/options/worker-options'

const OPTIONS = { cloudRole: 'shop', redactKeys: ['ssn'], samplingRatioByKind: { Message: 0.5 }, flatten: undefined }

it('selects all options except functions, and names the missing ones that change the behavior of a worker', () => {
  const functions = { onError: () => {}, onDrop: () => {}, uncaught: 'record' as const }
  expect(workerOptions({ ...OPTIONS, ...functions })).toEqual({ options: OPTIONS, missing: [] })

  const credential = { getToken: async () => null }
  const processors = ['./scrub.cjs', () => {}]
  expect(workerOptions({ ...OPTIONS, processors, credential })).toEqual({
    options: { ...OPTIONS, processors: ['./scrub.cjs'] },
    missing: ['credential', 'processors'],
  })
  expect(workerOptions({ processors: ['./scrub.cjs'] })).toEqual({
    options: { processors: ['./scrub.cjs'] },
    missing: [],
  })
})

it('passes offered options to workers that are created later, until they are withdrawn', async () => {
  expect(await offeredInWorker()).toBeUndefined()
  offerToWorkers({ cloudRole: 'shop', onError: () => {} })
  expect(await offeredInWorker()).toEqual({ options: { cloudRole: 'shop' }, missing: [] })
  offerToWorkers(undefined)
  expect(await offeredInWorker()).toBeUndefined()
})

async function offeredInWorker(): Promise<unknown> {
  const core = JSON.stringify(join(__dirname, '../../dist/adapter.js'))
  const code = `require('node:worker_threads').parentPort.postMessage(require(${core}).offeredOptions())`
  const worker = new Worker(code, { eval: true })
  const [offered] = await once(worker, 'message')
  await worker.terminate()
  return offered
}
