// Serves the source in its argument on stdin and stdout.
const { serveStdio } = require('@azmon/mcp')

serveStdio(process.argv[2]).catch((error) => {
  process.stderr.write(`${error.code} ${error.message}\n`)
  process.exitCode = 1
})
