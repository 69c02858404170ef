// Prints a line to stdout and one to stderr when it has read its input, then prints whether it could ask the user.
const { processTerminal } = require('@azmon/core/command-line')

const terminal = processTerminal()
process.stdin.on('data', () => {})
process.stdin.on('end', () => {
  terminal.print(`a result for ${terminal.env.ROLE}`)
  terminal.remark('a remark')
  process.stdout.write('', () => {
    terminal.print('the last line')
    process.exitCode = terminal.ask === undefined ? 7 : 1
  })
})
