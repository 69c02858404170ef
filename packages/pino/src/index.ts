import { target } from './target'

export { type AzureMonitorStream, azureMonitorStream } from './azure-monitor-stream'
export type { AzureMonitorStreamOptions } from './stream-options'
export { type AzureMonitorTargetOptions, validateOptions } from './target-options'
export { type TraceMixin, traceMixin } from './trace-mixin'

// For pino's worker alone, which calls what it finds as `default`. It is no export for anybody else, so types have none.
Object.assign(exports, { default: target })
