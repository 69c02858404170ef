import { EmptyState } from '../../components/empty-state'
import { RoleMark } from '../../components/role-mark'
import { toObjects } from '../../query/client'
import { useQuery } from '../../query/use-query'
import { count, shortTime } from '../../state/format'
import { scope } from '../../state/scope'
import { cut } from '../../state/text'
import { type ArrivalRow, arrivalsQuery } from './arrivals-query'

/** The SDKs, roles and keys that have sent, with how much. */
export function Arrivals() {
  const { table, error } = useQuery(arrivalsQuery(scope.value))
  if (error !== undefined) {
    return (
      <EmptyState title="The arrivals could not be read">
        <p>{error.message}</p>
      </EmptyState>
    )
  }
  if (table === undefined) return null
  const rows = toObjects<ArrivalRow>(table)
  if (rows.length === 0) {
    return (
      <EmptyState title="Nothing arrived in this time">
        <p class="text2">Live shows how to connect a program.</p>
      </EmptyState>
    )
  }
  return (
    <table class="subjects">
      <thead>
        <tr>
          <th scope="col">SDK</th>
          <th scope="col">Key</th>
          <th scope="col" class="number">
            Items
          </th>
          <th scope="col" class="number">
            Kept
          </th>
          <th scope="col" class="number">
            Newest
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ sdkVersion, role, iKey, items, represented, lastSeen }) => (
          <tr key={`${sdkVersion} ${role} ${iKey}`}>
            <td>
              <span class="arrival">
                <RoleMark name={role} />
                <span>{cut(sdkVersion || 'unknown', 60)}</span>
              </span>
            </td>
            <td>
              <code class="text3" title={iKey}>
                {cut(iKey, 9)}
              </code>
            </td>
            <td class="number">{count(items)}</td>
            <td class="number" title="Sampling: one item stands for several">
              {represented > items ? `1 in ${(represented / items).toFixed(1)}` : 'all'}
            </td>
            <td class="number">{shortTime(Date.parse(lastSeen), true)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
