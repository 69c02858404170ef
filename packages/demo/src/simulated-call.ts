import { setTimeout as sleep } from 'node:timers/promises'
import { type Attributes, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

export interface SimulatedCall {
  /** The name of the dependency. */
  readonly name: string
  readonly attributes: Attributes
  readonly durationMs: number
}

/**
 * Stands for a call to another system, such as a database: takes the time of one, and is a dependency in the telemetry. The
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

/** The variable by which the time of all calls is multiplied, in both services. */
export const CALL_TIME = 'AZMON_DEMO_CALL_TIME'
