// Prints its arguments and environment, then each line of its stdin.
process.stdout.write(`${process.argv.slice(2).join()}\n${Object.keys(process.env).sort().join()}\n`)
process.stderr.write('ready\n')
process.stdin.on('data', (data) => process.stdout.write(`read ${data}`))
