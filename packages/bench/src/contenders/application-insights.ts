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

/** Starts the default client, which keeps unsent telemetry on disk. Disables everything that it collects automatically. */
export function startApplicationInsights(connectionString: string): ApplicationInsights {
  const library = requirePeer('applicationinsights', 'applicationinsights') as ApplicationInsights
  startQuietly(library, connectionString)
  return library
}

export function startQuietly(library: Pick<ApplicationInsights, 'setup'>, connectionString: string): void {
  const configuration = library.setup(connectionString)
  for (const collect of COLLECTORS) configuration[collect]?.(false) // older versions have fewer of these methods
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
