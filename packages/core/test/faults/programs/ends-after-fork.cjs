// Tracks 100 traces, forks itself to track the next 100, and both end as HOW says.
const { fork } = require('node:child_process')

const { CONNECTION, STORAGE, HOW, FROM = '100', FLUSH_LIMITS = '{}' } = process.env
const { TelemetryClient } = require('@azmon/core')
const client = new TelemetryClient({ connectionString: CONNECTION, storagePath: STORAGE, ...JSON.parse(FLUSH_LIMITS) })
for (let i = 0; i < 100; i++) client.trackTrace({ message: `${Number(FROM) + i} and some more` })

const ways = { ends: () => {}, exits: () => process.exit(0) }
if (FROM === '100') fork(__filename, { env: { ...process.env, FROM: '200' } }).on('exit', ways[HOW])
else setTimeout(ways[HOW], 20)
