// Hands the worker what no logger writes, in pieces, with a record between any two.
const pino = require('pino')

const { CONNECTION, STORAGE } = process.env
const options = { connectionString: CONNECTION, storagePath: STORAGE }
const transport = pino.transport({ target: '@azmon/pino', options })
const logger = pino(transport)
const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
const poison = [
  'no JSON 🛒',
  '{"level": 🛒',
  '{"level":{"a":1},"time":{},"msg":["🛒"],"err":{"stack":1}}',
  'null 🛒',
  `{"msg":"deep 🛒","x":${deep}}`,
]
for (const line of poison) {
  const bytes = Buffer.from(`${line}\n`)
  const middle = bytes.indexOf('🛒') + 2 // of the character
  transport.write(bytes.subarray(0, middle))
  transport.write(bytes.subarray(middle))
  logger.info('a record')
}
