// Holds traces back until onBeforeClose is called, then goes on or ends as HOW says.
const { TelemetryClient } = require('@azmon/core')

const client = new TelemetryClient({
  storagePath: process.env.STORAGE,
  signalFlushMs: Number(process.env.FLUSH_MS ?? 300),
})
const held = ['first', 'second']
let calls = 0
client.onBeforeClose(() => {
  calls++
  for (const message of held.splice(0)) client.trackTrace({ message })
})
client.onBeforeClose(() => {
  throw new Error('the callback failed')
})
if (process.env.HOW === 'exits') process.exit(3)
if (process.env.HOW === 'waits') {
  setInterval(() => {}, 1_000)
  process.stdout.write('ready\n')
}
if (process.env.HOW === 'goes on') {
  setInterval(() => held.push(`after ${calls}`), 5)
  process.stdout.write('ready\n')
}
