// Runs a local Application Insights until its input ends. Prints what a program needs to send there and to read.
const { startLocal } = require('@azmon/local')

void startLocal({ port: 0 }).then((local) => {
  const { url, connectionString, caPath } = local
  process.stdout.write(`${JSON.stringify({ url, connectionString, caPath })}\n`)
  process.stdin.resume().on('end', () => void local.close())
})
