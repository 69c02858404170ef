import { createRequire } from 'node:module'
import { ConfigurationError, type TelemetryClient, type TelemetryClientOptions } from '@azmon/core'
import { isClientOption, workerOptions } from '@azmon/core/adapter'
import type { AzureMonitorStream, AzureMonitorStreamOptions, AzureMonitorTargetOptions, TraceMixin } from '@azmon/pino'
import type { AzureMonitorTransport, AzureMonitorTransportOptions } from '@azmon/winston'
import { started } from './start'

/** The options for records. The client's options belong to `start()`. */
type Own<Options> = Omit<Options, keyof TelemetryClientOptions | 'client'>

// The packages are loaded when called, because the application may have only one of the loggers.
const ofWinston = () => require('@azmon/winston') as typeof import('@azmon/winston')
const ofPino = () => require('@azmon/pino') as typeof import('@azmon/pino')

/**
 * Creates a winston transport on the client of `start()`. Calls `start()` if it has not been called yet.
 * @throws ConfigurationError if an option is invalid, or belongs to `start()`.
 */
export function azmonWinston(options: Own<AzureMonitorTransportOptions> = {}): AzureMonitorTransport {
  const { AzureMonitorTransport } = ofWinston()
  return new AzureMonitorTransport(onClientOfStart('azmonWinston', options))
}

/**
 * Creates a stream for pino on the client of `start()`. Calls `start()` if it has not been called yet. The stream runs in
 * this process, without a worker.
 * @throws ConfigurationError if an option is invalid, or belongs to `start()`.
 * @example
 * const logger = pino({ mixin: traceMixin() }, azmonPino())
 */
export function azmonPino(options: Own<AzureMonitorStreamOptions> = {}): AzureMonitorStream {
  return ofPino().azureMonitorStream(onClientOfStart('azmonPino', options))
}

/** An entry for pino's `transport` option or its `targets`. */
export interface AzmonPinoTarget {
  readonly target: string
  readonly options: AzureMonitorTargetOptions
}

/**
 * Configures pino's worker with the options of `start()`. Calls `start()` if it has not been called yet. Functions cannot be
 * passed to a worker: if `start()` has a `credential`, or functions as `processors`, use `azmonPino()`.
 * @throws ConfigurationError if an option is invalid.
 * @example
 * const logger = pino({ mixin: traceMixin(), transport: azmonPinoTarget() })
 */
export function azmonPinoTarget(options: Own<AzureMonitorTargetOptions> = {}): AzmonPinoTarget {
  const { validateOptions } = ofPino()
  const shared = workerOptions(started().clientOptions).options as AzureMonitorTargetOptions
  // The target is a path, because some package managers do not let the application resolve dependencies of azmon.
  return { target: pathOfTarget(), options: validateOptions({ ...shared, ...options }) }
}

/**
 * Returns a function for pino's `mixin` option. It writes the active span into each record, so that the record becomes part
 * of the span's operation.
 */
export function traceMixin(): TraceMixin {
  return ofPino().traceMixin()
}

// --- helpers ---

function onClientOfStart<Options extends object>(
  caller: string,
  options: Options,
): Options & { client: TelemetryClient } {
  const name = Object.keys(options).find((each) => each === 'client' || isClientOption(each))
  if (name !== undefined) {
    throw new ConfigurationError(name, `${caller}() uses the client of start(): pass ${name} to start().`)
  }
  return { ...options, client: started().azmon.client }
}

/**
 * Returns an absolute path, because pino resolves targets from the application's folder. In a bundle there is no `__filename`.
 */
function pathOfTarget(): string {
  return typeof __filename === 'undefined' ? '@azmon/pino' : createRequire(__filename).resolve('@azmon/pino')
}
