import type { transport } from 'winston'
import type { OpenContender } from '../contender'
import { requirePeer } from '../peers'
import { type ApplicationInsights, startApplicationInsights } from './application-insights'
import { logThrough } from './log-through'

interface WinstonAzure {
  readonly AzureApplicationInsightsLogger: new (options: {
    readonly client: ApplicationInsights['defaultClient']
  }) => transport
}

export function open(connectionString: string): OpenContender {
  const { defaultClient } = startApplicationInsights(connectionString)
  const { AzureApplicationInsightsLogger } = requirePeer(
    'applicationinsights',
    'winston-azure-application-insights',
  ) as WinstonAzure
  const logger = logThrough(new AzureApplicationInsightsLogger({ client: defaultClient }))
  return {
    ...logger,
    close: async () => {
      await logger.close() // the transport sends nothing by itself
      await new Promise((resolve) => defaultClient.flush({ callback: resolve }))
    },
  }
}
