// Tracks twice as much as the directory may hold while nobody listens, ends by itself, and prints its account at the end.
const { TelemetryClient } = require('@azmon/core')

const { STORAGE, NAME, BYTES } = process.env
const connectionString = 'InstrumentationKey=11111111-2222-4333-8444-555555555555;IngestionEndpoint=http://127.0.0.1:9'
const client = new TelemetryClient({ connectionString, storagePath: STORAGE, storageMaxBytes: Number(BYTES) })
// What does not compress.
const noise = () => Array.from({ length: 60 }, () => Math.random().toString(36)).join('')
for (let i = 0; i < (2 * Number(BYTES)) / 1_000; i++) client.trackTrace({ message: `${NAME}-${i} ${noise()}` })
process.on('exit', () => console.log(JSON.stringify(client.stats())))
