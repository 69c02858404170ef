// Which of our packages, and of the loggers', are loaded by a start alone, and after a transport was asked for.
const { azmonWinston, start } = require('azmon')

const LOGGERS = /packages\/(winston|pino)\/dist\/|node_modules\/(winston-transport|pino-abstract-transport)\//
const loaded = () => Object.keys(require.cache).flatMap((file) => file.match(LOGGERS)?.slice(1).filter(Boolean) ?? [])

const azmon = start()
const before = [...new Set(loaded())]
azmonWinston()
console.log(JSON.stringify({ before, after: [...new Set(loaded())].sort() }))
azmon.shutdown()
