import { createRequire } from 'node:module'
import type { TelemetryClientOptions } from '@azmon/core'
import { workerOptions } from '@azmon/core/adapter'
import type { AzureMonitorStream, AzureMonitorStreamOptions, AzureMonitorTargetOptions, TraceMixin } from '@azmon/pino'
import type { AzureMonitorTransport, AzureMonitorTransportOptions } from '@azmon/winston'
import { started } from './start'

/** What decides of records; where they go is decided at the start. */
type Own<Options> = Omit<Options, keyof TelemetryClientOptions | 'client'>

// Nobody is to load the adapter of a logger that the application does not have.
const ofWinston = () => require('@azmon/winston') as typeof import('@azmon/winston')
const ofPino = () => require('@azmon/pino') as typeof import('@azmon/pino')

/**
 * A winston transport on the client of `start()`, which is called where nobody has done so yet.
 * @throws ConfigurationError when an option cannot work.
 */
export function azmonWinston(options: Own<AzureMonitorTransportOptions> = {}): AzureMonitorTransport {
  const { AzureMonitorTransport } = ofWinston()
  return new AzureMonitorTransport({ ...options, client: started().azmon.client })
}

/**
 * A stream for pino on the client of `start()`, which is called where nobody has done so yet: in process, without a worker.
 * @throws ConfigurationError when an option cannot work.
 * @example
 * const logger = pino({ mixin: traceMixin() }, azmonPino())
 */
export function azmonPino(options: Own<AzureMonitorStreamOptions> = {}): AzureMonitorStream {
  return ofPino().azureMonitorStream({ ...options, client: started().azmon.client })
}

/** An entry of pino's option `transport`, or of its `targets`. */
export interface AzmonPinoTarget {
  readonly target: string
  readonly options: AzureMonitorTargetOptions
}

/**
 * pino's worker with the options of `start()`, which is called unless it has been called before. Functions cannot reach a
 * worker: where `start()` has a `credential`, or functions as `processors`, use `azmonPino()`.
 * @throws ConfigurationError when an option cannot work.
 * @example
 * const logger = pino({ mixin: traceMixin(), transport: azmonPinoTarget() })
 */
export function azmonPinoTarget(options: Own<AzureMonitorTargetOptions> = {}): AzmonPinoTarget {
  const { validateOptions } = ofPino()
  const shared = workerOptions(started().clientOptions).options as AzureMonitorTargetOptions
  // A path, because package managers need not let the application find what azmon depends on.
  return { target: pathOfTarget(), options: validateOptions({ ...shared, ...options }) }
}

/** Ties each record of pino to the span that is active when it is logged: for pino's option `mixin`, in process or not. */
export function traceMixin(): TraceMixin {
  return ofPino().traceMixin()
}

// --- helpers ---

/** Absolute, because pino looks from the application's folder. A bundler neither follows it nor has it. */
function pathOfTarget(): string {
  return typeof __filename === 'undefined' ? '@azmon/pino' : createRequire(__filename).resolve('@azmon/pino')
}
