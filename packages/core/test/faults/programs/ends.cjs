// Tracks 200 traces, or as many as RECORDS says, and ends as HOW says. Without CONNECTION it is the same program without telemetry.
const {
  CONNECTION,
  STORAGE,
  HOW,
  OPTIONS = '{}',
  FLUSH_LIMITS = '{}',
  AFTER_MS = '20',
  RECORDS = '200',
  TEXT = 'and some more',
} = process.env

if (CONNECTION !== undefined) {
  const { TelemetryClient } = require('@azmon/core')
  const client = new TelemetryClient({
    connectionString: CONNECTION,
    storagePath: STORAGE,
    ...JSON.parse(FLUSH_LIMITS),
    ...JSON.parse(OPTIONS),
  })
  for (let i = 100; i < 100 + Number(RECORDS); i++) client.trackTrace({ message: `${i} ${TEXT}`, severityLevel: i % 4 })
}

const ways = {
  ends: () => {},
  exits0: () => process.exit(0),
  exits1: () => process.exit(1),
  throws: () => {
    throw new RangeError('nobody catches me')
  },
  rejects: () => Promise.reject(new RangeError('nobody catches me')),
  overflows: function deeper() {
    deeper()
  },
  blocks: () => {
    setInterval(() => {}, 1_000)
    require('node:fs').writeSync(1, 'ready\n')
    for (const startedMs = performance.now(); performance.now() - startedMs < 1_500; );
  },
  waits: () => {
    setInterval(() => {}, 1_000)
    console.log('ready')
  },
}
setTimeout(ways[HOW], Number(AFTER_MS))
