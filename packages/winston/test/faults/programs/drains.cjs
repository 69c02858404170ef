// Sends what other processes have left on disk until nothing is left, or its time is up, and prints the account of it.
const { AzureMonitorTransport } = require('@azmon/winston')

const { STORAGE, CONNECTION, LIMIT_MS = '90000' } = process.env
const transport = new AzureMonitorTransport({ connectionString: CONNECTION, storagePath: STORAGE })
let hasSeenFiles = false
const timer = setInterval(() => {
  const { spool, ...stats } = transport.stats()
  if (spool.files > 0) hasSeenFiles = true
  const isDone = hasSeenFiles && spool.files === 0 && spool.items === 0
  if (!isDone && process.uptime() * 1_000 < Number(LIMIT_MS)) return
  clearInterval(timer)
  console.log(JSON.stringify({ ...stats, spool, uptimeMs: Math.round(process.uptime() * 1_000) }))
}, 100)
