// Logs some 500 records a second with default options until it is killed, and prints the time of each before it logs it.
const { writeSync } = require('node:fs')
const { TelemetryClient } = require('@azmon/core')

const { CONNECTION, STORAGE } = process.env
const client = new TelemetryClient({ connectionString: CONNECTION, storagePath: STORAGE })
let logged = 0
setInterval(() => {
  for (let i = 0; i < 10; i++) {
    const message = `${process.pid}-${logged++}`
    writeSync(1, `logs ${message} ${Date.now()}\n`)
    client.trackTrace({ message })
  }
  if (logged === 10) writeSync(1, 'ready\n')
}, 20)
