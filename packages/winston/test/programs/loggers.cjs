// The same as in loggers.json; here the transports can be made in place.
const { format, transports } = require('winston')
const { AzureMonitorTransport } = require('@azmon/winston')

const console = new transports.Console({ level: 'info', format: format.simple() })
const processors = [({ data }) => data.baseData.message !== 'Health check failed']
const azure = new AzureMonitorTransport({ level: 'warn', cloudRole: 'shop', processors })
const everything = new AzureMonitorTransport({ level: 'debug', cloudRole: 'audit', levelMap: { debug: 1 } })

module.exports = {
  payments: { level: 'debug', transports: [azure, console] },
  audit: { level: 'debug', transports: [everything], defaultMeta: { audited: true } },
}
