// A test in Jest that makes a client, uses it and closes it.
const { TelemetryClient } = require('@azmon/core')

test('closes its client', async () => {
  const client = new TelemetryClient()
  client.trackTrace({ message: 'x' })
  expect(await client.close()).toMatchObject({ ok: true, sent: 1 })
})
