// Tracks 200 traces among others that have to do with the end of a process, WITH says which, and ends as HOW says.
// Without CONNECTION it is the same program without telemetry.
const {
  CONNECTION,
  STORAGE,
  HOW,
  WITH,
  SIGNAL_EXIT,
  OPTIONS = '{}',
  FLUSH_LIMITS = '{}',
  AFTER_MS = '20',
} = process.env

const say = (line) => require('node:fs').writeSync(1, `${line}\n`)

/** Lets go of things for longer than we are held by a signal, and decides itself how to end. */
const shutDown = () => {
  say('shuts down')
  setTimeout(() => process.exit(7), 1_200)
}

const company = {
  exitThrows: () =>
    process.on('exit', () => {
      throw new RangeError('an exit listener failed')
    }),
  exitExits: () => process.on('exit', () => process.exit(5)),
  exitRemoves: () => process.on('exit', () => process.removeAllListeners('exit')),
  handles: () => process.on('SIGTERM', shutDown),
  handlesOnce: () => process.once('SIGTERM', shutDown),
  signalExit3: () => require(SIGNAL_EXIT)(() => say('signal-exit')),
  signalExit4: () => void require(SIGNAL_EXIT).onExit(() => say('signal-exit')),
}
const [when, whom] = WITH.split(' ')

if (when === 'before') company[whom]()
if (CONNECTION !== undefined) {
  const { TelemetryClient } = require('@azmon/core')
  const client = new TelemetryClient({
    connectionString: CONNECTION,
    storagePath: STORAGE,
    ...JSON.parse(FLUSH_LIMITS),
    ...JSON.parse(OPTIONS),
  })
  for (let i = 100; i < 300; i++) client.trackTrace({ message: `${i} and some more` })
}
if (when === 'after') company[whom]()

const ways = {
  ends: () => {},
  exits: () => process.exit(3),
  waits: () => {
    setInterval(() => {}, 1_000)
    say('ready')
  },
}
setTimeout(ways[HOW], Number(AFTER_MS))
