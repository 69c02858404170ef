import type { Envelope } from '../envelope/envelope'
import { SeverityLevel } from '../envelope/severity'
import type { SamplingOptions } from '../options/resolve'

/**
 * Whether the item is kept. A kept item of a sampled kind is stamped with its rate, so that the service counts it as
 * many; one that has a rate already has been decided on, and a rate of 0 leaves it out. All items of one operation share their fate, here and in the
 * other SDKs of Application Insights, because all hash the operation id alike.
 */
export function sample(envelope: Envelope, options: SamplingOptions, random: () => number = Math.random): boolean {
  if (envelope.sampleRate !== undefined) return envelope.sampleRate > 0
  const ratio = ratioFor(envelope, options)
  if (ratio >= 1) return true
  const operationId = envelope.tags?.['ai.operation.id']
  const score = operationId === undefined ? random() : samplingHash(operationId) / MAX_INT32
  if (score >= ratio) return false
  envelope.sampleRate = ratio * 100
  return true
}

/** Whether each item of a kind is kept, unless it has a rate of its own. */
export function keepsAll(kind: string, { ratio, byKind, bySeverity }: SamplingOptions): boolean {
  return (byKind[kind] ?? ratio) >= 1 && Object.values(bySeverity).every((own) => own >= 1)
}

/**
 * 0 to 2,147,483,647: the hash of .NET's, Java's and Node's SDKs, DJB2 in wrapping 32-bit arithmetic over UTF-16 units.
 * @see https://github.com/microsoft/ApplicationInsights-dotnet (SamplingScoreGenerator)
 */
export function samplingHash(operationId: string): number {
  if (operationId === '') return 0
  let text = operationId
  while (text.length < 8) text += text
  let hash = 5381
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 33) + text.charCodeAt(i)) | 0
  return hash === MIN_INT32 ? MAX_INT32 : Math.abs(hash)
}

// --- helpers, in order of use ---

const MAX_INT32 = 2_147_483_647
const MIN_INT32 = -2_147_483_648

/** Metrics are sums already, and errors are what somebody looks for: both are kept, errors unless told otherwise. */
function ratioFor({ data }: Envelope, { ratio, byKind, bySeverity }: SamplingOptions): number {
  if (data.baseType === 'MetricData') return 1
  const severityLevel = 'severityLevel' in data.baseData ? data.baseData.severityLevel : undefined
  if (severityLevel !== undefined) {
    const own = bySeverity[severityLevel]
    if (own !== undefined) return own
    if (severityLevel >= SeverityLevel.Error) return 1
  }
  return byKind[data.baseType.slice(0, -'Data'.length)] ?? ratio
}
