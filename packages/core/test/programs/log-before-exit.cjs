// Logs whenever Node asks whether there is more to do: a program like that must end all the same.
const { TelemetryClient } = require('@azmon/core')

const client = new TelemetryClient()
client.trackTrace({ message: 'work' })
process.on('beforeExit', () => client.trackTrace({ message: 'goodbye' }))
