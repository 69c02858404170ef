import type { Envelope } from '../envelope/envelope'
import { SeverityLevel } from '../envelope/severity'
import type { SamplingOptions } from '../options/resolve'

/**
 * Decides whether an item is kept. A kept item gets its sample rate, so that the service counts it as 100 / sampleRate items.
 * An item that already has a rate keeps it, and is dropped if the rate is 0. All items of an operation get the same decision,
 * even from other Application Insights SDKs, because they use the same hash of the operation id.
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

/** Whether all items of this kind are kept, unless they already have a sample rate. */
export function keepsAll(kind: string, { ratio, byKind, bySeverity }: SamplingOptions): boolean {
  return (byKind[kind] ?? ratio) >= 1 && Object.values(bySeverity).every((own) => own >= 1)
}

/**
 * Hashes an operation id to a number from 0 to 2,147,483,647, as the .NET, Java and Node SDKs do: DJB2 over UTF-16 units, in
 * wrapping 32-bit arithmetic.
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

/** Keeps all metrics, because they are already aggregated, and all errors unless `bySeverity` sets a ratio for them. */
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
