// Records metrics in a process, its worker and its child process.
const { fork } = require('node:child_process')
const { isMainThread, Worker } = require('node:worker_threads')
const { createMetrics, MeasureInt, SumAggregation, View } = require('@azmon/metrics')

const isChild = process.argv[2] === 'child'
const share = isChild ? 100 : isMainThread ? 1 : 10
const metrics = createMetrics({ standardMetrics: false })
const work = new MeasureInt('work')
metrics.registerView(new View('work', '', ['by'], work, new SumAggregation()))
metrics.recorder.record([[work, share]], { by: isChild ? 'child' : isMainThread ? 'main' : 'worker' })

if (isMainThread && !isChild) {
  new Worker(__filename)
  fork(__filename, ['child'])
}
