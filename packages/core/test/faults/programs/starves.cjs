// Tracks a thousand items a second for SECONDS, then says so; when told to, it ends by itself, and prints the account.
// DISK=fails: no call that would write below STORAGE works.
const fs = require('node:fs')
const { memoryInUse } = require('@azmon/testkit')

const { CONNECTION, STORAGE, SECONDS, DISK } = process.env

if (DISK === 'fails') {
  for (const name of ['mkdirSync', 'openSync', 'writeSync', 'renameSync']) {
    const works = fs[name]
    fs[name] = (...args) => {
      if (!String(args[0]).startsWith(STORAGE)) return works(...args)
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    }
  }
}

const { TelemetryClient } = require('@azmon/core')
const dropped = {}
const errors = new Set()
const client = new TelemetryClient({
  connectionString: CONNECTION,
  storagePath: STORAGE,
  onError: ({ message }) => errors.add(message),
  onDrop: (_, items, severityLevel) => {
    dropped[severityLevel] = (dropped[severityLevel] ?? 0) + items
  },
})

let tracked = 0
const trackTen = () => {
  for (let i = 0; i < 10; i++) {
    const severityLevel = tracked % 20 === 0 ? 3 : tracked % 4 === 1 ? 1 : 0
    client.trackTrace({ message: `${severityLevel}-${tracked++} ${'x'.repeat(900)}`, severityLevel })
  }
}

const heapBytes = () => {
  const { heapUsed, external } = memoryInUse()
  return heapUsed + external
}
/** With everything loaded, and next to nothing in the queue. */
let emptyBytes
let worstBytes = 0

trackTen()
setTimeout(() => {
  emptyBytes = heapBytes()
  const startedMs = performance.now()
  const timer = setInterval(() => {
    while (tracked < Math.min(performance.now() - startedMs, SECONDS * 1_000)) trackTen()
    if (tracked < SECONDS * 1_000) return
    clearInterval(timer)
    clearInterval(watch)
    console.log('full')
    process.stdin.once('data', () => process.stdin.destroy())
  }, 10)
  const watch = setInterval(() => {
    worstBytes = Math.max(worstBytes, heapBytes())
  }, 1_000)
}, 1_000)

process.on('exit', () => {
  const growthBytes = worstBytes - emptyBytes
  console.log(JSON.stringify({ tracked, stats: client.stats(), dropped, growthBytes, errors: [...errors] }))
})
