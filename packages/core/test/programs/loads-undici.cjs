// Which of undici's files a request has loaded, and whether it left anything for the application's fetch.
const { TelemetryClient } = require('@azmon/core')

const client = new TelemetryClient()
client.trackTrace({ message: 'm' })
client.flush().then(({ sent }) => {
  const files = Object.keys(require.cache).flatMap((file) => file.split('/undici/')[1] ?? [])
  const hasAgent = Symbol.for('undici.globalDispatcher.1') in globalThis
  console.log(JSON.stringify({ sent, files, hasAgent }))
})
