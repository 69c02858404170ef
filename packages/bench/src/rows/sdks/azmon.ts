import { SpanKind, trace } from '@opentelemetry/api'
import { azmonPino, azmonWinston, start } from 'azmon'
import type { Sdk, StartOptions } from '../sdk'

export function open({ connectionString, sampledPercent }: StartOptions): Sdk {
  const azmon = start({ connectionString, samplingRatio: sampledPercent / 100 })
  const { client } = azmon
  return {
    transports: [azmonWinston()],
    pinoStream: azmonPino(),
    track: {
      trace: (telemetry) => client.trackTrace(telemetry),
      exception: ({ error, properties }) => client.trackException({ exception: error, properties }),
      event: (event) => client.trackEvent(event),
      metric: (metric) => client.trackMetric(metric),
      request: ({ status, ms, ...request }) =>
        client.trackRequest({ ...request, responseCode: status, durationMs: ms, success: status < 400 }),
      dependency: ({ ms, ...call }) =>
        client.trackDependency({ ...call, durationMs: ms, resultCode: 0, success: true }),
      span: ({ name, attributes }) =>
        trace.getTracer('shop').startSpan(name, { kind: SpanKind.CLIENT, attributes }).end(),
      availability: ({ ms, location, ...probe }) =>
        client.trackAvailability({ ...probe, durationMs: ms, runLocation: location, success: false }),
      pageView: ({ ms, ...page }) => client.trackPageView({ ...page, durationMs: ms }),
    },
    close: () => azmon.shutdown(),
  }
}
