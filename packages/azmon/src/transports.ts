import type { TelemetryClientOptions } from '@azmon/core'
import type { AzureMonitorStream, AzureMonitorStreamOptions, TraceMixin } from '@azmon/pino'
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
  return new AzureMonitorTransport({ ...options, client: started().client })
}

/**
 * A stream for pino on the client of `start()`, which is called where nobody has done so yet: in process, without a worker.
 * @throws ConfigurationError when an option cannot work.
 * @example
 * const logger = pino({ mixin: traceMixin() }, azmonPino())
 */
export function azmonPino(options: Own<AzureMonitorStreamOptions> = {}): AzureMonitorStream {
  return ofPino().azureMonitorStream({ ...options, client: started().client })
}

/** Ties each record of pino to the span that is active when it is logged: for pino's option `mixin`, in process or not. */
export function traceMixin(): TraceMixin {
  return ofPino().traceMixin()
}
