import { NotRead } from '../../components/not-read'
import { toObjects } from '../../query/client'
import { useQuery } from '../../query/use-query'
import { hrefOf } from '../../state/address'
import { percent } from '../../state/format'
import { scope, scopeParams } from '../../state/scope'
import { cut } from '../../state/text'
import { commonProperties, commonPropertiesQuery, comparedQuery, type PropertyRow } from './common-properties-query'
import type { Concern, Subject } from './subject'

interface CommonPropertiesProps {
  readonly subject: Subject
  readonly concern: Concern
}

/** From this many operations on, a common property is no coincidence. */
const MIN_OPERATIONS = 5

/** What the failed or slow operations have in common: properties that they have more often than the others. */
export function CommonProperties({ subject, concern }: CommonPropertiesProps) {
  const compared = useQuery(comparedQuery(subject, concern, scope.value))
  const [{ concerned = 0, others = 0 } = {}] =
    compared.table === undefined ? [] : toObjects<{ concerned: number; others: number }>(compared.table)
  const isEnough = concerned >= MIN_OPERATIONS
  const properties = useQuery(isEnough ? commonPropertiesQuery(subject, concern, scope.value) : undefined)
  // Both answers must be about the same operations.
  const table = compared.isStale || properties.isStale ? undefined : properties.table
  const error = compared.error ?? properties.error
  const [bad, good] = concern.kind === 'failed' ? ['failed', 'succeeded'] : ['slow', 'others']
  const found =
    isEnough && table !== undefined ? commonProperties(toObjects<PropertyRow>(table), concerned, others) : []
  return (
    <section class="common">
      <h3>
        What the {bad} ones have in common
        <span class="common-legend">
          <i class="bad" /> {bad} <i /> {good}
        </span>
      </h3>
      {error && <NotRead error={error} />}
      {compared.table !== undefined && !isEnough && (
        <p class="text3">From {MIN_OPERATIONS} operations on, they are compared with the others.</p>
      )}
      {isEnough && table !== undefined && found.length === 0 && (
        <p class="text3">No property differs by more than 10 points.</p>
      )}
      {found.map(({ key, value, concernedShare, othersShare }) => (
        <a
          key={key}
          class="common-row"
          title={`Show items with ${key} = ${value}`}
          href={hrefOf('/live', scopeParams(), PROPERTY_COLUMNS.has(key) ? { q: value } : { [`p.${key}`]: value })}
        >
          <span class="text3">{cut(key, 60)}</span>
          <span>{cut(value, 60)}</span>
          <Share share={concernedShare} isBad />
          <Share share={othersShare} />
        </a>
      ))}
    </section>
  )
}

// --- helpers ---

/** Columns, which are no custom dimensions. */
const PROPERTY_COLUMNS = new Set(['application_Version', 'client_Browser', 'client_CountryOrRegion'])

function Share({ share, isBad = false }: { readonly share: number; readonly isBad?: boolean }) {
  return (
    <span class={isBad ? 'share bad' : 'share'}>
      <i style={{ width: `${share * 100}%` }} />
      <span>{percent(share)}</span>
    </span>
  )
}
