// Logs RECORDS records as fast as it can, TURN in each turn of the event loop, ends by itself, and prints the account and what it took.
const { memoryInUse } = require('@azmon/testkit')
const winston = require('winston')

const { RECORDS, TURN, CONNECTION, STORAGE } = process.env
const transports = [new winston.transports.Console({ silent: true })]
let account = () => ({})
if (CONNECTION !== undefined) {
  const { AzureMonitorTransport } = require('@azmon/winston')
  const transport = new AzureMonitorTransport({ connectionString: CONNECTION, storagePath: STORAGE })
  transports[0] = transport
  account = () => transport.stats()
}
const logger = winston.createLogger({ transports })

let logged = 0
let worstTurnMs = 0
let emptyBytes = 0
let worstBytes = 0
const heapBytes = () => {
  const { heapUsed, external } = memoryInUse()
  return heapUsed + external
}
const turn = () => {
  const startedMs = performance.now()
  for (let i = 0; i < Number(TURN) && logged < Number(RECORDS); i++, logged++) {
    logger.info(`b-${logged} The order with the number ${logged} has been taken and is being packed`, {
      orderId: logged,
      customer: `customer-${logged % 977}`,
      warehouse: 'west-2',
      express: logged % 7 === 0,
      total: logged * 1.25,
      basket: 'books, tea',
    })
    if (logged % 20_000 === 19_999) worstBytes = Math.max(worstBytes, heapBytes())
  }
  worstTurnMs = Math.max(worstTurnMs, performance.now() - startedMs)
  if (logged < Number(RECORDS)) setImmediate(turn)
}
// When everything is loaded.
setTimeout(() => {
  emptyBytes = heapBytes()
  turn()
}, 500)

process.on('exit', () => {
  const peakBytes = process.resourceUsage().maxRSS * 1_024
  console.log(
    JSON.stringify({
      stats: account(),
      peakBytes,
      growthBytes: worstBytes - emptyBytes,
      worstTurnMs,
      tookMs: process.uptime() * 1_000,
    }),
  )
})
