import { isOneOf, moment, not } from '../../query/kql'
import type { Scope } from '../../state/scope'

/** Returns the condition for requests and dependencies of the selected time and roles. */
export function spanCondition({ selected, filters }: Scope): string {
  const roles = filters.flatMap(({ field, values, isExcluded }) => {
    if (field !== 'role') return []
    const condition = isOneOf('cloud_RoleName', values)
    return isExcluded ? not(condition) : condition
  })
  return [`timestamp between (${moment(selected.fromMs)} .. ${moment(selected.toMs)})`, ...roles].join(' and ')
}
