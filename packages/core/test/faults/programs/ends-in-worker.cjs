// Tracks 200 traces in a worker thread, which ends as HOW says; the main thread prints its exit code.
const { isMainThread, Worker } = require('node:worker_threads')

const { CONNECTION, STORAGE, HOW, FLUSH_LIMITS = '{}' } = process.env
if (isMainThread) {
  const worker = new Worker(__filename)
  worker.on('error', () => {})
  worker.on('exit', (code) => console.log(`worker ${code}`))
} else {
  const { TelemetryClient } = require('@azmon/core')
  const client = new TelemetryClient({
    connectionString: CONNECTION,
    storagePath: STORAGE,
    ...JSON.parse(FLUSH_LIMITS),
  })
  for (let i = 100; i < 300; i++) client.trackTrace({ message: `${i} and some more` })
  const ways = {
    ends: () => {},
    exits: () => process.exit(3),
    throws: () => {
      throw new RangeError('nobody catches me')
    },
  }
  setTimeout(ways[HOW], 20)
}
