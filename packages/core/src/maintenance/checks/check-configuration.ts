import { ConfigurationError } from '../../errors'
import type { Destination } from '../../options/connection-string'
import type { Environment } from '../../options/environment'
import { resolveOptions } from '../../options/resolve'
import { HOW_TO_CONNECT_HERE, type TargetOptions } from '../target'
import { type Finding, failed, ok } from './finding'

const CHECK = 'connection string'

/** Checks the destination of a client that is configured by the environment or by `--connection-string`. */
export function checkConfiguration(
  { connectionString }: TargetOptions,
  env: Environment,
): { readonly finding: Finding; readonly destination?: Destination } {
  try {
    const { destination, environmentErrors } = resolveOptions({ connectionString, proxy: {} }, env)
    const [error] = environmentErrors
    if (error !== undefined) return { finding: wrong(error) }
    if (destination === 'disabled') {
      return { finding: failed(CHECK, 'telemetry is switched off: AZMON_DISABLED is 1', 'Remove AZMON_DISABLED.') }
    }
    if (typeof destination === 'string') return { finding: failed(CHECK, 'none is configured', HOW_TO_CONNECT_HERE) }
    const { instrumentationKey, ingestionEndpoint } = destination
    const source = connectionString === undefined ? sourceIn(env) : '--connection-string'
    const detail = `key …${instrumentationKey.slice(-4)} at ${ingestionEndpoint}, from ${source}`
    return { finding: ok(CHECK, detail), destination }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    return { finding: wrong(error) }
  }
}

// --- helpers, in order of use ---

/** The message of a ConfigurationError includes the fix. */
function wrong({ field, message }: ConfigurationError): Finding {
  return failed(CHECK, `${field} is wrong`, message)
}

function sourceIn(env: Environment): string {
  const names = ['APPLICATIONINSIGHTS_CONNECTION_STRING', 'APPINSIGHTS_INSTRUMENTATIONKEY']
  return names.find((name) => env[name]) ?? 'the environment'
}
