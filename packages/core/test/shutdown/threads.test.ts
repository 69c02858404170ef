import { runProgram } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { aProgram } from '../spool/open-file-spool'

const WORKER = `
  const { onThreadTask } = require('./shutdown/threads')
  const { parentPort, workerData } = require('node:worker_threads')
  const stop = onThreadTask(async (task) => parentPort.postMessage(task))
  if (workerData === 'stops') stop()
  parentPort.postMessage('started')
  parentPort.on('message', () => {})
`

it('runs each task in the worker threads that take part, and waits until they are done', async () => {
  const worker = aProgram(WORKER)
  const program = aProgram(`
    const { notifyThreads } = require('./shutdown/threads')
    const { Worker } = require('node:worker_threads')
    const { once } = require('node:events')
    void (async () => {
      await notifyThreads('store', 60_000) // without threads
      const workers = ['listens', 'stops'].map((workerData) => new Worker(${JSON.stringify(worker)}, { workerData }))
      await Promise.all(workers.map((each) => once(each, 'message')))
      for (const [index, each] of workers.entries()) each.on('message', (task) => console.log(index, task))
      for (const task of ['store', 'drain', 'drain', 'store']) await notifyThreads(task, 60_000)
      await new Promise(setImmediate)
      await Promise.all(workers.map((each) => each.terminate()))
    })()
  `)
  expect(await runProgram(program, {})).toMatchObject({
    code: 0,
    stdout: '0 store\n0 drain\n0 drain\n0 store\n',
    stderr: '',
  })
})

it('does not wait longer than the limit for a thread that is busy', async () => {
  const worker = aProgram(`
    const { onThreadTask } = require('./shutdown/threads')
    const { parentPort } = require('node:worker_threads')
    onThreadTask(() => new Promise(() => {}))
    parentPort.postMessage('started')
    parentPort.on('message', () => {})
  `)
  const program = aProgram(`
    const { notifyThreads } = require('./shutdown/threads')
    const { Worker } = require('node:worker_threads')
    const { once } = require('node:events')
    void (async () => {
      const worker = new Worker(${JSON.stringify(worker)})
      await once(worker, 'message')
      await notifyThreads('drain', 50)
      await worker.terminate()
      console.log('ended')
    })()
  `)
  expect(await runProgram(program, {})).toMatchObject({ code: 0, stdout: 'ended\n', stderr: '' })
})
