import { target } from './target'

export { type AzureMonitorStream, azureMonitorStream } from './azure-monitor-stream'
export type { AzureMonitorStreamOptions } from './stream-options'
export { type AzureMonitorTargetOptions, validateOptions } from './target-options'
export { type TraceMixin, traceMixin } from './trace-mixin'

// Only pino's worker needs `default`, which it calls. It is not part of the types, because nothing else should import it.
Object.assign(exports, { default: target })
