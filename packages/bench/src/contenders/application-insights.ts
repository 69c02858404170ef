import type { OpenContender } from '../contender'
import { requirePeer } from '../peers'

export interface ApplicationInsights {
  setup(connectionString: string): Configuration
  readonly defaultClient: {
    trackTrace(trace: { readonly message: string; readonly properties: object }): void
    flush(options: { readonly callback: (answer: string) => void }): void
  }
}

export function open(connectionString: string): OpenContender {
  const { defaultClient } = startApplicationInsights(connectionString)
  return {
    log: ({ message, fields }) => defaultClient.trackTrace({ message, properties: fields }),
    child:
      (bound) =>
      ({ message, fields }) =>
        defaultClient.trackTrace({ message, properties: { ...bound, ...fields } }),
    close: () => new Promise((resolve) => defaultClient.flush({ callback: resolve })),
  }
}

/** Its default client, which keeps on disk what it could not send, without everything that it collects by itself. */
export function startApplicationInsights(connectionString: string): ApplicationInsights {
  const library = requirePeer('applicationinsights', 'applicationinsights') as ApplicationInsights
  startQuietly(library, connectionString)
  return library
}

export function startQuietly(library: Pick<ApplicationInsights, 'setup'>, connectionString: string): void {
  const configuration = library.setup(connectionString)
  for (const collect of COLLECTORS) configuration[collect]?.(false) // older versions have fewer
  configuration.start()
}

// --- helpers ---

const COLLECTORS = [
  'setAutoCollectConsole',
  'setAutoCollectDependencies',
  'setAutoCollectExceptions',
  'setAutoCollectHeartbeat',
  'setAutoCollectPerformance',
  'setAutoCollectPreAggregatedMetrics',
  'setAutoCollectRequests',
] as const

type Configuration = { start(): void } & Partial<Record<(typeof COLLECTORS)[number], (isOn: boolean) => void>>
