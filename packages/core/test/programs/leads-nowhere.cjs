// Uses a client without a destination in every way there is, and tells what came of it.
const { TelemetryClient } = require('@azmon/core')

async function main() {
  const client = new TelemetryClient()
  client.trackTrace({ message: 'nowhere' })
  client.trackException({ exception: new Error('nowhere') })
  const flushed = await client.flush()
  const stats = client.stats()
  const closed = await client.close()
  console.log(JSON.stringify({ flushed, closed, stats }))
}

void main()
