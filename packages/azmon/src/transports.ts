import { createRequire } from 'node:module'
import { ConfigurationError, type TelemetryClient, type TelemetryClientOptions } from '@azmon/core'
import { isClientOption, workerOptions } from '@azmon/core/adapter'
import type { AzureMonitorStream, AzureMonitorStreamOptions, AzureMonitorTargetOptions, TraceMixin } from '@azmon/pino'
import type { AzureMonitorTransport, AzureMonitorTransportOptions } from '@azmon/winston'
import { started } from './start'

/** The options of records. The options of the client belong to `start()`. */
type Own<Options> = Omit<Options, keyof TelemetryClientOptions | 'client'>

// Loaded when called, because the application may have only one of the loggers.
const ofWinston = () => require('@azmon/winston') as typeof import('@azmon/winston')
const ofPino = () => require('@azmon/pino') as typeof import('@azmon/pino')

/**
 * Creates a winston transport on the client of `start()`, which is called if it has not been called before.
 * @throws ConfigurationError if an option is wrong, or belongs to `start()`.
 */
export function azmonWinston(options: Own<AzureMonitorTransportOptions> = {}): AzureMonitorTransport {
  const { AzureMonitorTransport } = ofWinston()
  return new AzureMonitorTransport(onClientOfStart('azmonWinston', options))
}

/**
 * Creates a stream for pino on the client of `start()`, which is called if it has not been called before. The stream runs in
 * process, without a worker.
 * @throws ConfigurationError if an option is wrong, or belongs to `start()`.
 * @example
 * const logger = pino({ mixin: traceMixin() }, azmonPino())
 */
export function azmonPino(options: Own<AzureMonitorStreamOptions> = {}): AzureMonitorStream {
  return ofPino().azureMonitorStream(onClientOfStart('azmonPino', options))
}

/** An entry of pino's option `transport`, or of its `targets`. */
export interface AzmonPinoTarget {
  readonly target: string
  readonly options: AzureMonitorTargetOptions
}

/**
 * Configures pino's worker with the options of `start()`, which is called if it has not been called before. Functions cannot
 * reach a worker: if `start()` has a `credential`, or functions as `processors`, use `azmonPino()`.
 * @throws ConfigurationError if an option is wrong.
 * @example
 * const logger = pino({ mixin: traceMixin(), transport: azmonPinoTarget() })
 */
export function azmonPinoTarget(options: Own<AzureMonitorTargetOptions> = {}): AzmonPinoTarget {
  const { validateOptions } = ofPino()
  const shared = workerOptions(started().clientOptions).options as AzureMonitorTargetOptions
  // A path, because the application cannot resolve dependencies of azmon with every package manager.
  return { target: pathOfTarget(), options: validateOptions({ ...shared, ...options }) }
}

/** For pino's option `mixin`: writes the active span into each record, so that the record becomes part of its operation. */
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

/** Absolute, because pino resolves targets from the application's folder. In a bundle there is no `__filename`. */
function pathOfTarget(): string {
  return typeof __filename === 'undefined' ? '@azmon/pino' : createRequire(__filename).resolve('@azmon/pino')
}
