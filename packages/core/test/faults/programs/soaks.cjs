// Tracks RECORDS traces a second until it is ended, says which it is about to track, which are safe, and when the account
// does not add up. DURABILITY says what safe is: on disk or delivered, or tracked.
const { writeSync } = require('node:fs')
const { crc32 } = require('node:zlib')
const { TelemetryClient } = require('@azmon/core')

const { CONNECTION, STORAGE, NAME, DURABILITY, RECORDS } = process.env
const say = (line) => writeSync(1, `${line}\n`)
const client = new TelemetryClient({
  connectionString: CONNECTION,
  storagePath: STORAGE,
  durability: DURABILITY,
  requestTimeoutMs: 3_000,
})

if (DURABILITY === 'spool') {
  // What a client does not tell: the end of each single item.
  const [{ pipeline }] = globalThis[Symbol.for('azmon.pipelines')].values()
  pipeline.diagnostics.onSettled((settlement, items) => {
    if (settlement === 'dropped') return
    say(`safe ${items.map(({ json }) => /"message":"(\S+) /.exec(json)[1]).join(' ')}`)
  })
}

let tracked = 0
const startedMs = performance.now()
setInterval(() => {
  const due = ((performance.now() - startedMs) / 1_000) * Number(RECORDS)
  for (let burst = 0; tracked < due && burst < 1_000; burst++) {
    const id = `${NAME}-${tracked++}`
    const message = `${id} ${'x'.repeat(100 + (tracked % 400))}`
    say(`issued ${id} ${crc32(message).toString(16)}`)
    client.trackTrace({ message, severityLevel: tracked % 5 })
    if (DURABILITY === 'journal') say(`safe ${id}`)
  }
}, 50)
setInterval(() => {
  const { received, sent, dropped, queued, inFlight, spooled, spool } = client.stats()
  const isBalanced =
    received === sent + dropped + queued + inFlight + spooled &&
    spool.read === spool.drained + spool.dropped + spool.left
  if (!isBalanced) say(`violation the account of ${NAME} does not add up: ${JSON.stringify(client.stats())}`)
  if (dropped + spool.dropped > 0) say(`violation ${NAME} dropped: ${JSON.stringify(client.stats())}`)
}, 1_000)
say('ready')
