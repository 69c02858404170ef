import { readField } from '@azmon/core'

/** winston's record, as a transport gets it. */
export interface LogInfo {
  readonly message?: unknown
  readonly [key: string]: unknown
  readonly [LEVEL]?: unknown
  readonly [SPLAT]?: unknown
}

/** The level as it was logged; `info.level` may have been coloured since. @see triple-beam */
export const LEVEL: unique symbol = Symbol.for('level') as never

/** What was passed after the message. */
export const SPLAT: unique symbol = Symbol.for('splat') as never

/** The level as it was logged; without winston's mark, as the record has it. */
export function levelOf(record: LogInfo): unknown {
  return readField(record, LEVEL) ?? readField(record, 'level')
}
