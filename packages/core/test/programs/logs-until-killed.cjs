// Logs on and on, and says so first, until a signal ends it.
const { writeSync } = require('node:fs')
const { TelemetryClient } = require('@azmon/core')

const client = new TelemetryClient({ storagePath: process.env.STORAGE, signalFlushMs: 300 })
let logged = 0
setInterval(() => {
  writeSync(1, `${logged}\n`)
  client.trackTrace({ message: `${logged++}` })
  if (logged === 20) writeSync(1, 'ready\n')
}, 5)
