import { OPTIONS } from './log-cases/adapter-options'
import { ERRORS } from './log-cases/errors'
import { HOSTILE } from './log-cases/hostile'
import type { LogCase } from './log-cases/log-case'
import { OPERATIONS } from './log-cases/operations'
import { RECORDS } from './log-cases/records'
import { SERIALIZED_ERRORS } from './log-cases/serialized-errors'
import { times } from './log-cases/times'

/** Returns all cases, which every adapter must map to the same rows. `timeKey` is the property that keeps a rejected time. */
export function logCases(timeKey: string): readonly LogCase[] {
  return [...RECORDS, ...OPTIONS, ...ERRORS, ...SERIALIZED_ERRORS, ...OPERATIONS, ...times(timeKey), ...HOSTILE]
}
