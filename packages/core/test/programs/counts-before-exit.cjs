// Says each time Node asks whether there is more to do.
const { TelemetryClient } = require('@azmon/core')

process.on('beforeExit', () => console.log('beforeExit'))
new TelemetryClient()
