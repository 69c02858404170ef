const { startLocal } = require('@azmon/local')
const { AzureMonitorTransport } = require('@azmon/winston')
const winston = require('winston')

/** A user's test: logs to its own local Application Insights and queries the result. */
exports.logAndLook = async function logAndLook(message) {
  const local = await startLocal({ port: 0 })
  const transport = new AzureMonitorTransport({ connectionString: local.connectionString })
  winston.createLogger({ transports: [transport] }).info(message)
  await transport.flush()
  const { traces } = await local.waitForCounts({ traces: 1 })
  const [newest] = await local.rows('traces', 1)
  await local.close()
  return { traces, message: newest.message }
}
