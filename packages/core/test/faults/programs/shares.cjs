// Tracks 2,000 traces in bursts with default options, and lives on until it is ended.
const { TelemetryClient } = require('@azmon/core')

const { CONNECTION, STORAGE, NAME } = process.env
const client = new TelemetryClient({ connectionString: CONNECTION, storagePath: STORAGE })
let tracked = 0
const timer = setInterval(() => {
  for (let i = 0; i < 100; i++) client.trackTrace({ message: `${NAME}-${tracked++} ${'x'.repeat(500)}` })
  if (tracked < 2_000) return
  clearInterval(timer)
  const { received } = client.stats()
  console.log(`tracked ${received}`)
  setInterval(() => {
    const { received, spooled, sent, dropped } = client.stats()
    if (received === spooled + sent + dropped) console.log('settled')
  }, 50)
}, 100)
