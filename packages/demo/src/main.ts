import { once } from './once'
import { readOptions, USAGE } from './options'
import { untilStopped } from './until-stopped'

/** The entry point of `npm start`. */
async function main(args: readonly string[]): Promise<number> {
  const { help, once: isOnce, toAzure, port } = readOptions(args)
  if (help) {
    console.log(USAGE)
    return 0
  }
  const connectionString = process.env['APPLICATIONINSIGHTS_CONNECTION_STRING']
  if (toAzure && !connectionString) {
    throw new Error('--to-azure needs APPLICATIONINSIGHTS_CONNECTION_STRING. Set it, or omit --to-azure to stay local.')
  }
  if (!toAzure && connectionString) {
    console.log('APPLICATIONINSIGHTS_CONNECTION_STRING is set but not used. Add -- --to-azure to send there.\n')
  }
  const destination = toAzure ? connectionString : undefined
  return isOnce ? once(destination, port) : untilStopped(destination, port)
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  },
)
