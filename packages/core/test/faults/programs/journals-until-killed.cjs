// Logs into a journal until it is killed. It leads the directory, because the endpoint does not take what it sends.
const { TelemetryClient } = require('@azmon/core')

const { CONNECTION, STORAGE } = process.env
const client = new TelemetryClient({ connectionString: CONNECTION, storagePath: STORAGE, durability: 'journal' })
setInterval(() => {
  for (let i = 0; i < 20; i++) client.trackTrace({ message: 'kept' })
  const { received, spool } = client.stats()
  if (spool.read > 0) process.stdout.write(`${received}\nleads\n`)
}, 50)
