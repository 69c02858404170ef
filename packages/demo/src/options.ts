import { parseArgs } from 'node:util'

export interface DemoOptions {
  readonly help: boolean
  /** Fixed traffic, a check that all of it arrived, and the end; else traffic until Ctrl-C. */
  readonly once: boolean
  /** Send to APPLICATIONINSIGHTS_CONNECTION_STRING instead of the local Application Insights. */
  readonly toAzure: boolean
  /** Of the local Application Insights; undefined: the usual one, or a free one where that is taken. */
  readonly port: number | undefined
}

export const USAGE = `npm start                        a shop, its payments service and a local Application Insights, until Ctrl-C
npm start -- --port 5000         the same on another port
npm start -- --once              fixed traffic; exits 0 when every row has arrived
npm start -- --to-azure          send to APPLICATIONINSIGHTS_CONNECTION_STRING instead
npm start -- --once --to-azure   fixed traffic; exits 0 when Azure took all of it`

/** @throws Error that names an option it does not know, or a port that is none. */
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
