// Leaves its messages on disk: as a batch, or as the journal of a process that was killed or that runs on.
const { TelemetryClient } = require('@azmon/core')

const [storagePath, end, ...messages] = process.argv.slice(2)
const durability = end === 'batch' ? 'spool' : 'journal'
// It neither sends nor touches the files of others while a test runs.
const slow = { signalFlushMs: 0, maxBatchAgeMs: 60_000, storageMaintenanceMs: 60_000 }
const client = new TelemetryClient({ storagePath, durability, ...slow })
for (const message of messages) client.trackTrace({ message })

if (end === 'batch') process.exit()
if (end === 'killed-journal') process.kill(process.pid, 'SIGKILL')
process.stdin.resume()
process.stdout.write('ready\n')
