// Tracks 200 traces by turns to two destinations, and ends as HOW says.
const { TelemetryClient } = require('@azmon/core')

const { CONNECTION, STORAGE, HOW, FLUSH_LIMITS = '{}' } = process.env
const connections = [CONNECTION, CONNECTION.replace('11111111', '99999999')]
const clients = connections.map(
  (connectionString) => new TelemetryClient({ connectionString, storagePath: STORAGE, ...JSON.parse(FLUSH_LIMITS) }),
)
for (let i = 100; i < 300; i++) clients[i % 2].trackTrace({ message: `${i} and some more` })

const ways = {
  ends: () => {},
  exits: () => process.exit(0),
  waits: () => {
    setInterval(() => {}, 1_000)
    console.log('ready')
  },
}
setTimeout(ways[HOW], 20)
