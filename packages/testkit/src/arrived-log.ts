import type { WireEnvelope } from './decode-body'

/** The part of an arrived record that is the same for all loggers. */
export interface ArrivedLog {
  readonly baseType: string
  readonly baseData: Readonly<Record<string, unknown>>
  /** Tags of the operation and its user. */
  readonly operation?: Readonly<Record<string, string>>
  readonly sampleRate?: number
  readonly time?: string
}

/** Returns the part of an envelope that is compared. Stacks differ, so only their presence is compared. */
export function arrivedLog({ time, sampleRate, tags, data }: WireEnvelope): ArrivedLog {
  const { ver, problemId, exceptions, ...baseData } = data.baseData
  const errors = exceptions?.map(({ parsedStack, stack, ...error }) => ({
    ...error,
    hasFrames: (parsedStack ?? []).length > 0,
  }))
  const operation = Object.fromEntries(
    Object.entries(tags).filter(([name]) => /^ai\.(operation|user|session)\./.test(name)),
  )
  return {
    time,
    baseType: data.baseType,
    baseData: errors === undefined ? baseData : { ...baseData, errors },
    ...(Object.keys(operation).length === 0 ? {} : { operation }),
    ...(sampleRate === undefined ? {} : { sampleRate }),
  }
}
