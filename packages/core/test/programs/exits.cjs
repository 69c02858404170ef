// Tracks three traces and ends as HOW says, in a worker thread if it ends with "in a thread".
const { isMainThread, Worker } = require('node:worker_threads')
const { TelemetryClient } = require('@azmon/core')

const { HOW, STORAGE, OPTIONS = '{}' } = process.env

if (isMainThread && HOW.endsWith('in a thread')) new Worker(__filename)
else run()

async function run() {
  const credential = { getToken: async () => ({ token: 'the-token', expiresOnTimestamp: Date.now() + 3_600_000 }) }
  const isSigned = HOW.endsWith('after a signed request')
  const client = new TelemetryClient({ storagePath: STORAGE, ...JSON.parse(OPTIONS), ...(isSigned && { credential }) })
  if (isSigned) {
    client.trackTrace({ message: 'signed' })
    await client.flush()
  }
  for (const message of ['first', 'second', 'third']) client.trackTrace({ message })
  if (HOW.startsWith('exits')) process.exit(7)
  if (HOW === 'throws') throw new RangeError('nobody catches me')
  if (HOW === 'rejects') void Promise.reject(new RangeError('nobody catches me'))
}
