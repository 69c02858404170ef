import { requirePeer } from '../../peers'
import type { Sdk, StartOptions } from '../sdk'

type TrackMethod =
  `track${'Trace' | 'Exception' | 'Event' | 'Metric' | 'Request' | 'Dependency' | 'Availability' | 'PageView'}`

interface Client extends Record<TrackMethod, (telemetry: object) => void> {
  readonly config: { samplingPercentage: number }
  flush(options: { readonly callback: (response: string) => void }): void
}

interface ApplicationInsights {
  setup(connectionString: string): { start(): void }
  readonly defaultClient: Client
}

export function open({ connectionString, sampledPercent }: StartOptions): Sdk {
  const library = requirePeer('applicationinsights', 'applicationinsights') as ApplicationInsights
  const configuration = library.setup(connectionString)
  const client = library.defaultClient
  client.config.samplingPercentage = sampledPercent
  configuration.start()
  return {
    transports: [],
    track: {
      trace: (telemetry) => client.trackTrace(telemetry),
      exception: ({ error, properties }) => client.trackException({ exception: error, properties }),
      event: (event) => client.trackEvent(event),
      metric: (metric) => client.trackMetric(metric),
      request: ({ status, ms, ...request }) =>
        client.trackRequest({ ...request, resultCode: String(status), duration: ms, success: status < 400 }),
      dependency: ({ type, ms, ...call }) =>
        client.trackDependency({ ...call, dependencyTypeName: type, duration: ms, resultCode: 0, success: true }),
      availability: ({ ms, location, ...probe }) =>
        client.trackAvailability({ ...probe, id: '1', duration: ms, runLocation: location, success: false }),
      pageView: ({ ms, ...page }) => client.trackPageView({ ...page, duration: ms }),
    },
    close: () => new Promise((resolve) => client.flush({ callback: resolve })),
  }
}
