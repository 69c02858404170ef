// Tracks a few items by OPTIONS and tells everything there is to be told: errors with their causes and stacks, warnings,
// losses, the account. CREDENTIAL: gives that token, or fails and quotes it.
const { inspect } = require('node:util')
const { TelemetryClient } = require('@azmon/core')

const { OPTIONS, CREDENTIAL, TOKEN } = process.env
const tell = (what) => console.log(inspect(what, { depth: 9, showHidden: true }))

process.on('warning', (warning) => tell({ warning }))
const credentials = {
  gives: { getToken: async () => ({ token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 }) },
  fails: {
    getToken: async () => {
      throw new Error(`no luck with ${TOKEN}`, { cause: TOKEN })
    },
  },
}
const given = JSON.parse(OPTIONS)
const options =
  typeof given === 'string'
    ? given
    : {
        credential: credentials[CREDENTIAL],
        ...given,
        onError: (error) => tell({ error, stack: error.stack, cause: error.cause }),
        onDrop: (...loss) => tell({ loss }),
      }
const client = new TelemetryClient(options)
for (let i = 0; i < 5; i++) client.trackTrace({ message: `record ${i}`, severityLevel: i })
client.trackException({ exception: new Error('one of the application') })

client.flush({ timeoutMs: 1_500 }).then(async (report) => {
  tell({ report })
  tell(JSON.stringify(client.stats()))
  tell(client)
  tell({ closed: await client.close({ timeoutMs: 500 }) })
  tell(JSON.stringify(client.stats()))
})
