// Cancels a call by got before and during its response, then lets one time out.
import { createTracing } from '@azmon/tracing'
import { got } from 'got'

const tracing = createTracing({ durability: 'memory' })
tracing.trackOutgoing()
const options = { retry: { limit: 0 } }
const url = process.env.TARGET

const controller = new AbortController()
const call = got(`${url}/never`, { ...options, signal: controller.signal })
call.on('request', () => setImmediate(() => controller.abort()))
await call.catch(() => {})

await new Promise((resolve) => {
  const stream = got.stream(`${url}/stream`, options)
  stream.once('data', () => stream.destroy())
  stream.once('close', resolve)
})

await got(`${url}/never`, { ...options, timeout: { request: 20 } }).catch(() => {})
await tracing.close()
