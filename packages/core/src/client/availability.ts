import { randomBytes } from 'node:crypto'
import { type AvailabilityTelemetry, newId } from './telemetry'

export interface AvailabilityOptions extends Pick<AvailabilityTelemetry, 'runLocation' | 'properties' | 'tags'> {}

/** The context of a probe. Send it with the probe's request to connect the probed service's telemetry with the probe. */
export interface Probe {
  /** The value of the `traceparent` header. @see https://www.w3.org/TR/trace-context/#traceparent-header */
  readonly traceparent: string
}

/**
 * Runs `fn` and tracks a success if it resolves, or a failure with the error's message if it rejects. Resolves or rejects
 * as `fn` does.
 */
export async function probeAvailability<T>(
  name: string,
  fn: (probe: Probe) => T | PromiseLike<T>,
  options: AvailabilityOptions,
  track: (availability: AvailabilityTelemetry) => void,
): Promise<T> {
  const id = newId()
  const operationId = randomBytes(16).toString('hex')
  const time = new Date()
  const startedMs = performance.now()
  const finish = (outcome: Pick<AvailabilityTelemetry, 'success' | 'message'>) => {
    const tags = { 'ai.operation.id': operationId, 'ai.operation.name': name, ...options.tags }
    track({ ...options, id, name, time, durationMs: performance.now() - startedMs, tags, ...outcome })
  }
  try {
    const result = await fn({ traceparent: `00-${operationId}-${id}-01` })
    finish({ success: true })
    return result
  } catch (error) {
    finish({ success: false, message: error instanceof Error ? error.message : String(error) })
    throw error
  }
}
