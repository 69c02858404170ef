// Logs more than is sent, until it is killed, and says of each record that it is about to log it, and that it is safe:
// on disk, or acknowledged. What it writes to the pipe is there when the call returns.
const { writeSync } = require('node:fs')
const { crc32 } = require('node:zlib')
const { openHurriedPipeline } = require('./hurried-pipeline.cjs')

const { NAME } = process.env
const { pipeline, log } = openHurriedPipeline()
const say = (line) => writeSync(1, `${line}\n`)

pipeline.diagnostics.onSettled((settlement, items) => {
  if (settlement === 'dropped') return
  say(`safe ${items.map(({ json }) => /"message":"(\S+) /.exec(json)[1]).join(' ')}`)
})

let logged = 0
const burst = (records) => {
  for (let i = 0; i < records; i++) {
    const id = `${NAME}-${logged++}`
    const message = `${id} ${String.fromCharCode(97 + (logged % 26)).repeat(300 + (logged % 400))}`
    say(`issued ${id} ${crc32(message).toString(16)}`)
    log(message)
  }
}
// Now and then more than memory holds, and in between time to send what is on disk.
burst(450)
setInterval(() => burst(100), 100)
setImmediate(() => setImmediate(() => say('ready')))
