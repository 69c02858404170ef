// Tracks one trace and ends by itself.
const { TelemetryClient } = require('@azmon/core')

new TelemetryClient().trackTrace({ message: 'the last words' })
