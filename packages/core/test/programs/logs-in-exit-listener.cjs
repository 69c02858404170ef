// Its last words are those of a listener that runs after ours.
const { TelemetryClient } = require('@azmon/core')

const client = new TelemetryClient({ storagePath: process.env.STORAGE })
process.on('exit', (code) => client.trackTrace({ message: `ended with ${code}` }))
process.exit(3)
