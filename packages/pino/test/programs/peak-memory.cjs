// Logs RECORDS records in one synchronous loop to the transport of TRANSPORT, and prints the most memory it ever held.
const { readFileSync } = require('node:fs')
const pino = require('pino')

const { RECORDS, TRANSPORT } = process.env
const transport = pino.transport(JSON.parse(TRANSPORT))
const logger = pino(transport)

for (let i = 0; i < Number(RECORDS); i++) {
  const fields = { orderId: i, customer: `customer-${i % 977}`, warehouse: 'west-2', express: i % 7 === 0 }
  logger.info(fields, `The order with the number ${i} has been taken and is being packed`)
}
const alive = setInterval(() => {}, 1_000)
transport.on('close', () => {
  clearInterval(alive)
  console.log(peakBytes())
})
transport.end()

/** On Linux `maxRSS` begins with what the parent held when it started the process. */
function peakBytes() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1_024
  return 1_024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1])
}
