const { startLocal } = require('@azmon/local')
const { AzureMonitorTransport } = require('@azmon/winston')
const winston = require('winston')

/** What a test of a user's does: logs to a local Application Insights of its own, and looks at what has arrived. */
exports.logAndLook = async function logAndLook(message) {
  const local = await startLocal({ port: 0 })
  const transport = new AzureMonitorTransport({ connectionString: local.connectionString })
  winston.createLogger({ transports: [transport] }).info(message)
  await transport.flush()
  const { traces } = await local.waitForCounts({ traces: 1 })
  const [newest] = await local.newest('traces', 1)
  await local.close()
  return { traces, message: newest.message }
}
