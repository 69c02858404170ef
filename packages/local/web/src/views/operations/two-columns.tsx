import type { ComponentChildren } from 'preact'
import { Strip } from '../../components/strip'
import { itemsQuery } from '../../query/items'
import { stripQuery, toBins } from '../../query/strip'
import { useQuery } from '../../query/use-query'
import { FilterBox } from '../../shell/filter-box'
import { HealthButton } from '../../shell/health-button'
import { ScopeBar } from '../../shell/scope-bar'
import { ViewFrame } from '../../shell/view-frame'
import { scope, setBrush } from '../../state/scope'

interface TwoColumnsProps {
  readonly class: string
  readonly kql: () => string
  readonly footer: ComponentChildren
  readonly left: ComponentChildren
  /** The lists alone fill the width if there is nothing on the right. */
  readonly right: ComponentChildren
}

/** The frame of Failures and Performance: lists on the left, what explains the selected subject on the right. */
export function TwoColumns({ class: className, kql, footer, left, right }: TwoColumnsProps) {
  const { range, brush } = scope.value
  const strip = useQuery(stripQuery(itemsQuery(scope.value, { range }), range))
  return (
    <ViewFrame
      class={`two-columns ${className}`}
      scope={
        <ScopeBar kql={kql}>
          <FilterBox />
          <HealthButton />
        </ScopeBar>
      }
      strip={
        <Strip range={range} bins={toBins(strip.table)} brush={brush} onBrush={setBrush} isLoading={strip.isLoading} />
      }
      footer={footer}
      keys={[
        { name: 'j k', label: 'move' },
        { name: 'Enter', label: 'first sample' },
        { name: 'q', label: 'as KQL' },
      ]}
    >
      <div class="two-columns-left">{left}</div>
      <div class="two-columns-right">{right}</div>
    </ViewFrame>
  )
}
