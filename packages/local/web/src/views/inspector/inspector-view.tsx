import { useState } from 'preact/hooks'
import { EmptyState } from '../../components/empty-state'
import { Strip } from '../../components/strip'
import { itemsQuery } from '../../query/items'
import { stripQuery, toBins } from '../../query/strip'
import { useQuery } from '../../query/use-query'
import { useKeys } from '../../shell/keys'
import { ScopeBar } from '../../shell/scope-bar'
import { ViewFrame } from '../../shell/view-frame'
import { address, setParams } from '../../state/address'
import { count } from '../../state/format'
import { refreshNow } from '../../state/now'
import { scope, setBrush } from '../../state/scope'
import { Arrivals } from './arrivals'
import { arrivalsQuery } from './arrivals-query'
import { CutValues } from './cut-values'
import { FileButtons } from './file-buttons'
import { RefusalList } from './refusal-list'
import { ruleText } from './rules'
import { useRefusals } from './use-refusals'

/** What arrived and from which SDK, what was refused and by which rule, and what was cut. */
export default function InspectorView() {
  const { range, brush } = scope.value
  const strip = useQuery(stripQuery(itemsQuery(scope.value, { range }), range))
  const found = useRefusals()
  const [opened, setOpened] = useState<string | undefined>(undefined)
  const rule = address.value.params.get('rule') ?? undefined
  const rules = Object.entries(found?.byRule ?? {}).sort(([, a], [, b]) => b - a)
  useKeys([{ keys: 'r', label: 'Read again', group: 'View', run: refreshNow }])
  return (
    <ViewFrame
      class="two-columns inspector"
      scope={<ScopeBar kql={() => arrivalsQuery(scope.value)} />}
      strip={
        <Strip range={range} bins={toBins(strip.table)} brush={brush} onBrush={setBrush} isLoading={strip.isLoading} />
      }
      footer={
        <span>
          {found === undefined
            ? ''
            : `${count(found.total)} ${found.total === 1 ? 'item' : 'items'} refused since the start`}
        </span>
      }
      keys={[{ name: 'r', label: 'read again' }]}
    >
      <div class="two-columns-left">
        <Arrivals />
        <CutValues />
        <FileButtons />
      </div>
      <div class="two-columns-right">
        {found === undefined ? null : found.total === 0 ? (
          <EmptyState title="Nothing was refused">
            <p class="text2">
              Every item that arrived keeps the rules of the service. A refused one appears here with its reason.
            </p>
          </EmptyState>
        ) : (
          <>
            <section>
              <h3>Refused, by rule</h3>
              {rules.map(([name, refused]) => (
                <button
                  key={name}
                  type="button"
                  class={name === rule ? 'rule selected' : 'rule'}
                  aria-pressed={name === rule}
                  onClick={() => setParams({ rule: name === rule ? undefined : name })}
                >
                  <code class="text3">{name}</code>
                  <span>{ruleText(name).title}</span>
                  <b class="error">{count(refused)}</b>
                </button>
              ))}
            </section>
            {rule !== undefined && (
              <section>
                <h2>{ruleText(rule).title}</h2>
                <p class="text2">{ruleText(rule).cure}</p>
              </section>
            )}
            <RefusalList
              refusals={found.refusals.filter((refusal) => rule === undefined || refusal.rule === rule)}
              opened={opened}
              onOpen={setOpened}
            />
          </>
        )}
      </div>
    </ViewFrame>
  )
}
