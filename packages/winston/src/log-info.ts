import { readField } from '@azmon/core/adapter'

/** A winston record, as a transport receives it. */
export interface LogInfo {
  readonly message?: unknown
  readonly [key: string]: unknown
  readonly [LEVEL]?: unknown
  readonly [SPLAT]?: unknown
}

/** The key of the level as it was logged. A format may have colored `info.level` since. @see triple-beam */
export const LEVEL: unique symbol = Symbol.for('level') as never

/** The key of the arguments after the message. */
export const SPLAT: unique symbol = Symbol.for('splat') as never

/** Returns the level as it was logged. Returns `level` of the record if winston's symbol is missing. */
export function levelOf(record: LogInfo): unknown {
  return readField(record, LEVEL) ?? readField(record, 'level')
}
