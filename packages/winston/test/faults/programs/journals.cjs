// Logs until it is killed, and says of each record that it is about to log it, and that the transport's log() has
// returned. What it writes to the pipe is there when the call returns.
const { writeSync } = require('node:fs')
const { crc32 } = require('node:zlib')
const winston = require('winston')
const { AzureMonitorTransport } = require('@azmon/winston')

const { NAME, STORAGE, CONNECTION } = process.env
const say = (line) => writeSync(1, `${line}\n`)

class TellingTransport extends AzureMonitorTransport {
  log(info, done) {
    super.log(info, done)
    say(`safe ${info.message.split(' ', 1)}`)
  }
}

const transport = new TellingTransport({
  connectionString: CONNECTION,
  storagePath: STORAGE,
  durability: 'journal',
  maxBatchAgeMs: 20,
})
const logger = winston.createLogger({ transports: [transport] })

let logged = 0
const burst = (records) => {
  for (let i = 0; i < records; i++) {
    const id = `${NAME}-${logged++}`
    const message = `${id} ${String.fromCharCode(97 + (logged % 26)).repeat(100 + (logged % 400))}`
    say(`issued ${id} ${crc32(message).toString(16)}`)
    logger.info(message)
  }
}
burst(5)
// From when the HTTP client is loaded.
setImmediate(() =>
  setImmediate(() => {
    setInterval(() => burst(10), 2)
    say('ready')
  }),
)
