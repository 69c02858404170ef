import { parseArgs } from 'node:util'

export interface DemoOptions {
  readonly help: boolean
  /** Send fixed traffic, check that it has arrived, and exit. Otherwise, send traffic until Ctrl-C. */
  readonly once: boolean
  /** Send to APPLICATIONINSIGHTS_CONNECTION_STRING instead of the local Application Insights. */
  readonly toAzure: boolean
  /** The port of the local Application Insights. Undefined means 4380, or a free port if 4380 is in use. */
  readonly port: number | undefined
}

export const USAGE = `npm start                        a shop, its payments service and a local Application Insights, until Ctrl-C
npm start -- --port 5000         the same on another port
npm start -- --once              fixed traffic; exits with 0 if every row has arrived
npm start -- --to-azure          send to APPLICATIONINSIGHTS_CONNECTION_STRING instead
npm start -- --once --to-azure   fixed traffic; exits with 0 if Azure has accepted all of it`

/** @throws Error that names the option if it is unknown. */
export function readOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean' },
      once: { type: 'boolean' },
      'to-azure': { type: 'boolean' },
      port: { type: 'string' },
    },
  })
  return {
    help: values.help === true,
    once: values.once === true,
    toAzure: values['to-azure'] === true,
    port: values.port === undefined ? undefined : Number(values.port),
  }
}
