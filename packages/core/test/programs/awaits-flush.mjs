// Nothing but the flush is left to do: the process has to stay for it.
import { TelemetryClient } from '@azmon/core'

const client = new TelemetryClient()
client.trackTrace({ message: 'one' })
const report = await client.flush({ timeoutMs: 500 })
console.log(JSON.stringify(report))
