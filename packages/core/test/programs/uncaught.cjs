// Ends by an error that nobody caught, or survives it: HOW says how. RECORD=1 asks for it to be recorded.
const { TelemetryClient } = require('@azmon/core')

const { HOW, RECORD } = process.env
new TelemetryClient(RECORD === '1' ? { uncaught: 'record' } : {})

if (HOW === 'survives') process.once('uncaughtException', () => console.log('caught after all'))
if (HOW === 'rejects') void Promise.reject(new RangeError('nobody caught me'))
else
  setTimeout(() => {
    throw new RangeError('nobody caught me')
  }, 1)
