// A shop whose worker thread does the calculation. The message to the thread carries the trace.
const { createTracing } = require('@azmon/tracing')
const { context, propagation } = require('@opentelemetry/api')
const { once } = require('node:events')
const { isMainThread, parentPort, Worker } = require('node:worker_threads')

const tracing = createTracing({ durability: 'memory' })
tracing.register()

async function shop() {
  const worker = new Worker(__filename)
  await tracing.tracer.span('place order', async () => {
    const trace = {}
    propagation.inject(context.active(), trace)
    worker.postMessage({ trace, prices: [5, 7.5] })
    const [total] = await once(worker, 'message')
    console.log(total)
  })
  await once(worker, 'exit')
  await tracing.close()
}

function sums() {
  parentPort.once('message', async ({ trace, prices }) => {
    context.with(propagation.extract(context.active(), trace), () => {
      tracing.tracer.span('add up', () => parentPort.postMessage(prices.reduce((sum, price) => sum + price)))
    })
    await tracing.close()
  })
}

if (isMainThread) void shop()
else sums()
