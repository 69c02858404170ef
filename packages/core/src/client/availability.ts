import { randomBytes } from 'node:crypto'
import { type AvailabilityTelemetry, newId } from './telemetry'

export interface AvailabilityOptions extends Pick<AvailabilityTelemetry, 'runLocation' | 'properties' | 'tags'> {}

/** What a probe should send along, so that the probed service's request shows under it. */
export interface Probe {
  /** Value of the `traceparent` header. @see https://www.w3.org/TR/trace-context/#traceparent-header */
  readonly traceparent: string
}

/**
 * Runs `fn` and tracks how that went: success when it resolves, else a failure with the error's text. Resolves and
 * rejects as `fn` does.
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
