import { isList, readField } from '@azmon/core/adapter'

/** A winston record, as a transport receives it. @see triple-beam */
export interface LogInfo {
  readonly message?: unknown
  readonly [key: string]: unknown
  readonly [LEVEL]?: unknown
  readonly [MESSAGE]?: unknown
  readonly [SPLAT]?: unknown
}

/** The key of the level as it was logged. A format may have colored `info.level` since. */
export const LEVEL: unique symbol = Symbol.for('level') as never

/** The key of the line that a format such as `json()` has made of the record. */
export const MESSAGE: unique symbol = Symbol.for('message') as never

/** The key of the arguments after the message. */
export const SPLAT: unique symbol = Symbol.for('splat') as never

/** Returns the level as it was logged. Returns `level` of the record if winston's symbol is missing. */
export function levelOf(record: LogInfo): unknown {
  return readField(record, LEVEL) ?? readField(record, 'level')
}

/** Returns the arguments after the message. They contain the Error itself, not the copy that winston makes of its fields. */
export function argumentsOf(info: LogInfo): readonly unknown[] {
  const splat = readField(info, SPLAT)
  return isList(splat) ? splat : []
}
