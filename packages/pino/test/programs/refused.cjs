// Logs to a target with an option that cannot work, which is one of TARGETS, and ends as HOW says.
const pino = require('pino')

const { HOW, TARGETS } = process.env
const refused = { target: '@azmon/pino', options: { samplingRate: 1 } }
const transport = pino.transport(TARGETS === 'one' ? refused : { targets: [refused, { target: 'pino/file' }] })

const ways = {
  ends: () => {},
  exits: () => process.exit(0),
  throws: () => {
    throw new Error('thrown')
  },
  listens: () => transport.on('error', ({ message }) => console.log(message)),
}

pino(transport).info('x')
ways[HOW]()
