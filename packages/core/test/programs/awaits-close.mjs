// Nothing but the close is left to do, and its time is up while the batch is still being compressed.
import { TelemetryClient } from '@azmon/core'

const client = new TelemetryClient({ durability: 'memory' })
for (let i = 0; i < 400; i++) client.trackTrace({ message: 'x'.repeat(2_000) })
await client.close({ timeoutMs: 0 })
console.log(JSON.stringify(client.stats()))
