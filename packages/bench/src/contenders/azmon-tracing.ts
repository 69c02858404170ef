import { TelemetryClient } from '@azmon/core'
import { createTracing } from '@azmon/tracing'
import type { OpenContender } from '../contender'
import { lostOf } from './lost'
import { spansThrough } from './spans-through'

export function open(connectionString: string): OpenContender {
  const client = new TelemetryClient({ connectionString })
  const tracing = createTracing({ client })
  return {
    log: spansThrough(tracing.tracer),
    close: () => tracing.flush(),
    reportedLost: () => lostOf(client.stats()),
  }
}
