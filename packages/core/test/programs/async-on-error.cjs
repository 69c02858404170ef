// Its onError is asynchronous, and fails.
const { TelemetryClient } = require('@azmon/core')

const onError = async () => {
  throw new Error('a mistake in the callback')
}
new TelemetryClient({ onError }).trackTrace({ message: 'x' })
