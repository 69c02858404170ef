import type { QueryResult } from '@azmon/local'

/** One item of telemetry, as far as a line shows it. */
export interface TailRow {
  /** In the form `2026-11-30T01:02:03.1234567Z`. */
  readonly timestamp: string
  readonly itemId: string
  /** Such as `request`. */
  readonly itemType: string
  readonly role: string
  readonly level: number
  readonly name: string
  readonly message: string
  readonly type: string
  readonly outerMessage: string
  readonly target: string
  readonly success: string
  readonly resultCode: string
  readonly durationMs: number | undefined
  readonly value: number | undefined
}

/** Reads a row of the columns of `PROJECTION`. */
export function readTailRow(values: QueryResult['rows'][number]): TailRow {
  const [timestamp, itemId, itemType, role, level, name, message, type, outerMessage, target, success, resultCode] =
    values
  const [duration, value] = values.slice(12)
  return {
    timestamp: string(timestamp),
    itemId: string(itemId),
    itemType: string(itemType),
    role: string(role),
    level: number(level) ?? 1,
    name: string(name),
    message: string(message),
    type: string(type),
    outerMessage: string(outerMessage),
    target: string(target),
    success: string(success),
    resultCode: string(resultCode),
    durationMs: number(duration),
    value: number(value),
  }
}

// --- helpers ---

function string(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
