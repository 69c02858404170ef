// Tracks 20 traces into a journal and is gone, as by kill -9.
const { TelemetryClient } = require('@azmon/core')

const { CONNECTION, STORAGE } = process.env
const client = new TelemetryClient({ connectionString: CONNECTION, storagePath: STORAGE, durability: 'journal' })
for (let i = 0; i < 20; i++) client.trackTrace({ message: `record ${i}` })
process.kill(process.pid, 'SIGKILL')
