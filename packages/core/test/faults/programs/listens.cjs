// An endpoint in a process of its own, to be stopped in its tracks: prints its connection string, then what it gets.
const { startSink } = require('@azmon/testkit')

void startSink((items) => {
  for (const { data } of items) console.log(`got ${data.baseData.message}`)
}).then(({ connectionString }) => console.log(connectionString))
