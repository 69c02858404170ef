// Gives input to a stream that refuses it, ends it, and prints what the main thread receives.
const { MessageChannel, receiveMessageOnPort } = require('node:worker_threads')
const { refusingStream } = require('../../dist/refusing-stream.js')

const { port1, port2 } = new MessageChannel()
const stream = refusingStream(new TypeError('no'), port1)
stream.write('{"msg":"lost"}\n')
const { code, err } = receiveMessageOnPort(port2).message
console.log(code, String(err))
stream.end(() => port1.close())
