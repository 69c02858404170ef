import { ConfigurationError, checkClientOptions } from '@azmon/core'
import { type AzureMonitorStreamOptions, type SplitOptions, splitOptions } from './stream-options'

/** What the stream in process takes, but for what cannot reach pino's worker, or would mean nothing there. */
export interface AzureMonitorTargetOptions
  extends Omit<AzureMonitorStreamOptions, 'client' | 'processors' | 'credential' | 'uncaught' | 'onError' | 'onDrop'> {
  /** Paths of modules that export a function: it sees each envelope before sampling. `false` drops the item. */
  readonly processors?: readonly string[] | undefined
}

/**
 * Checks options for the target before there is a worker: there, a mistake is an `'error'` of the stream some time later.
 * Only modules of processors are not looked at.
 *
 * @returns `options` itself
 * @throws ConfigurationError when an option cannot work, or cannot reach a worker.
 * @example
 * pino({ transport: { target: '@azmon/pino', options: validateOptions({ samplingRatio: 0.5 }) } })
 */
export function validateOptions<O extends AzureMonitorTargetOptions>(options: O): O {
  const arriving = Object.fromEntries(Object.entries(options).map(([name, value]) => [name, cloned(name, value)]))
  checkClientOptions(splitTargetOptions(arriving).clientOptions)
  return options
}

/** @throws ConfigurationError when an option of ours cannot work. */
export function splitTargetOptions(options: AzureMonitorTargetOptions): SplitOptions {
  if ('uncaught' in options) {
    const cure = "Use process.on('uncaughtExceptionMonitor', (error) => logger.fatal(error))."
    throw new ConfigurationError('uncaught', `uncaught would see errors of pino's worker only. ${cure}`)
  }
  return splitOptions(options)
}

// --- helpers ---

/** As it arrives there. */
function cloned(name: string, value: unknown): unknown {
  try {
    return structuredClone(value)
  } catch {
    const cure = 'Use azureMonitorStream(options) instead, or for processors the paths of modules.'
    throw new ConfigurationError(name, `${name} has a function, which cannot reach pino's worker. ${cure}`)
  }
}
