// Tracks 200 traces in a worker process, which its primary ends as HOW says, and prints how it ended.
const cluster = require('node:cluster')

const { CONNECTION, STORAGE, HOW, FLUSH_LIMITS = '{}' } = process.env
if (cluster.isPrimary) {
  const worker = cluster.fork()
  const ways = {
    kills: () => worker.kill(),
    disconnects: () => worker.disconnect(),
    signals: () => worker.process.kill('SIGTERM'),
  }
  worker.on('message', ways[HOW])
  worker.on('exit', (code, signal) => console.log(`worker ${code} ${signal}`))
} else {
  const { TelemetryClient } = require('@azmon/core')
  const client = new TelemetryClient({
    connectionString: CONNECTION,
    storagePath: STORAGE,
    ...JSON.parse(FLUSH_LIMITS),
  })
  for (let i = 100; i < 300; i++) client.trackTrace({ message: `${i} and some more` })
  process.send('ready')
}
