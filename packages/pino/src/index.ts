import { target } from './target'

export { type AzureMonitorStream, azureMonitorStream } from './azure-monitor-stream'
export type { AzureMonitorStreamOptions } from './stream-options'
export { type AzureMonitorTargetOptions, validateOptions } from './target-options'
export { type TraceMixin, traceMixin } from './trace-mixin'

// pino's worker calls `default`. It is not part of the types, because other code should not import it.
Object.assign(exports, { default: target })
