import { FilterBox } from '../../shell/filter-box'
import { useKeys } from '../../shell/keys'
import { ScopeBar } from '../../shell/scope-bar'
import { ViewFrame } from '../../shell/view-frame'
import { address, setParams } from '../../state/address'
import { scope } from '../../state/scope'
import { MetricDetails } from './metric-details'
import { DetailsFooter, OverviewFooter } from './metrics-footer'
import { overviewQuery, type Split, seriesQuery } from './metrics-query'
import { Overview } from './overview'

/** All metrics as small charts, or one of them in detail. */
export default function MetricsView() {
  const name = address.value.params.get('name') ?? undefined
  const split = (address.value.params.get('split') ?? undefined) as Split | undefined
  const kql = () => (name === undefined ? overviewQuery(scope.value) : seriesQuery(name, split, scope.value))
  const close = () => setParams({ name: undefined, split: undefined, agg: undefined })
  useKeys([{ keys: 'Escape', label: 'All metrics', group: 'View', run: () => (name === undefined ? false : close()) }])
  return (
    <ViewFrame
      class="metrics"
      footer={name === undefined ? <OverviewFooter /> : <DetailsFooter />}
      scope={
        <ScopeBar kql={kql}>
          <FilterBox />
        </ScopeBar>
      }
      keys={name === undefined ? [{ name: 'q', label: 'as KQL' }] : [{ name: 'Escape', label: 'all metrics' }]}
    >
      {name === undefined ? <Overview /> : <MetricDetails key={name} name={name} split={split} onClose={close} />}
    </ViewFrame>
  )
}
