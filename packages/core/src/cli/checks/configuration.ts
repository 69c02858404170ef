import { ConfigurationError } from '../../errors'
import type { Destination } from '../../options/connection-string'
import { resolveOptions } from '../../options/resolve'
import type { CommandOptions } from '../arguments'
import type { CliIo } from '../io'
import { HOW_TO_CONNECT_HERE } from '../target'
import { type Finding, failed, ok } from './finding'

const ABOUT = 'connection string'

/** Where a client without options of its own would send to. */
export function checkConfiguration(
  { connectionString }: CommandOptions,
  { env }: CliIo,
): { readonly finding: Finding; readonly destination?: Destination } {
  try {
    const { destination, environmentErrors } = resolveOptions({ connectionString, proxy: {} }, env)
    const [error] = environmentErrors
    if (error !== undefined) return { finding: wrong(error) }
    if (destination === 'disabled') {
      return { finding: failed(ABOUT, 'telemetry is switched off here: AZMON_DISABLED is 1', 'Remove AZMON_DISABLED.') }
    }
    if (typeof destination === 'string') return { finding: failed(ABOUT, 'there is none', HOW_TO_CONNECT_HERE) }
    const { instrumentationKey, ingestionEndpoint } = destination
    const source = connectionString === undefined ? sourceIn(env) : '--connection-string'
    const detail = `key …${instrumentationKey.slice(-4)} at ${ingestionEndpoint}, from ${source}`
    return { finding: ok(ABOUT, detail), destination }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    return { finding: wrong(error) }
  }
}

// --- helpers, in order of use ---

/** The message of a ConfigurationError names the cure as well. */
function wrong({ field, message }: ConfigurationError): Finding {
  return failed(ABOUT, `${field} is wrong`, message)
}

function sourceIn(env: CliIo['env']): string {
  const names = ['APPLICATIONINSIGHTS_CONNECTION_STRING', 'APPINSIGHTS_INSTRUMENTATIONKEY']
  return names.find((name) => env[name]) ?? 'the environment'
}
