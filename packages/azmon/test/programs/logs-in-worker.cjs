// START: options of start(). WITH: 'azmonPinoTarget', or the options of a target alone. PROCESSOR: a function that does nothing.
const { azmonPinoTarget, start, traceMixin } = require('azmon')
const pino = require('pino')

const { START = '{}', WITH = '{}', PROCESSOR } = process.env
const azmon = start({ metrics: false, ...JSON.parse(START), ...(PROCESSOR ? { processors: [() => {}] } : {}) })
const transport =
  WITH === 'azmonPinoTarget'
    ? azmonPinoTarget({ levelMap: { audit: 2 } })
    : { target: '@azmon/pino', options: JSON.parse(WITH) }
const logger = pino({ mixin: traceMixin(), customLevels: { audit: 35 }, transport })
azmon.tracing.tracer.span('place order', () => logger.audit({ ssn: '123-45-6789', iban: 'DE02' }, 'Card seen'))
