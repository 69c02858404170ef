// Two copies of the package, as two versions of a dependency bring them, each with a destination of its own.
const { TelemetryClient } = require('@azmon/core')

for (const file of Object.keys(require.cache)) delete require.cache[file]
const { TelemetryClient: OtherClient } = require('@azmon/core')

if (OtherClient === TelemetryClient) throw new Error('that is one copy')
const storagePath = process.env.STORAGE
new TelemetryClient({ storagePath }).trackTrace({ message: 'first' })
const connectionString = `${process.env.APPLICATIONINSIGHTS_CONNECTION_STRING.replace('=1', '=2')}`
new OtherClient({ connectionString, storagePath }).trackTrace({ message: 'second' })
setInterval(() => {}, 1_000)
console.log('ready')
