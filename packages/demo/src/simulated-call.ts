import { setTimeout as sleep } from 'node:timers/promises'
import { type Attributes, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

export interface SimulatedCall {
  /** The name of the dependency. */
  readonly name: string
  readonly attributes: Attributes
  readonly durationMs: number
}

/**
 * Simulates a call to another system, such as a database: takes as long as a real one, and is tracked as a dependency. The
 * dependency has failed if `work` throws.
 */
export function simulatedCall<T>({ name, attributes, durationMs }: SimulatedCall, work: () => T): Promise<T> {
  return trace.getTracer('demo').startActiveSpan(name, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    try {
      await sleep(durationMs * Number(process.env[CALL_TIME] ?? 1))
      return work()
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
    }
  })
}

/** The environment variable with a factor for the duration of all calls, in both services. */
export const CALL_TIME = 'AZMON_DEMO_CALL_TIME'
