import { CopyButton } from '../../components/copy-button'
import { Glyph } from '../../components/glyph'
import { Tabs } from '../../components/tabs'
import { CopyLink } from '../../shell/copy-link'
import { useKeys } from '../../shell/keys'
import { openKql } from '../../shell/open-kql'
import { hrefOf } from '../../state/address'
import { count, day, duration, timeOfDay } from '../../state/format'
import { scopeParams } from '../../state/scope'
import { cut } from '../../state/text'
import { type Item, isSpan } from './item'
import { setErrorsOnly, setFind, setWithPoints, showTab, transactionState } from './selection'
import { transactionQuery } from './transaction-query'
import type { Tree } from './tree'

interface TransactionHeaderProps {
  readonly tree: Tree
  readonly items: readonly Item[]
  readonly operationId: string
}

/** The result of the operation, its figures, and the tabs. */
export function TransactionHeader({ tree, items, operationId }: TransactionHeaderProps) {
  const { tab, errorsOnly, withPoints, find } = transactionState.value
  const openQuery = () => openKql(transactionQuery(operationId))
  useKeys([
    { keys: ['q', 'Alt q'], label: 'Show this view as KQL', group: 'View', run: openQuery },
    {
      keys: ['f', 'Alt f'],
      label: 'Find in this transaction',
      group: 'Transaction',
      run: () => document.querySelector<HTMLInputElement>('.transaction-find input')?.focus(),
    },
  ])
  const logs = items.filter((item) => !isSpan(item))
  return (
    <header class="transaction-header">
      <p class="transaction-place">
        <a href={hrefOf('/live', scopeParams())} aria-label="Back to Live">
          <Glyph name="left" /> Live
        </a>
        <span>
          {timeOfDay(tree.startMs)}, {day(tree.startMs)}
        </span>
        <code>{operationId}</code>
        <CopyButton class="icon" label="" title="Copy the operation id" text={() => operationId} />
      </p>
      <div class="transaction-title">
        <Title tree={tree} />
        <Figures tree={tree} items={items} />
        <span class="transaction-actions">
          <button type="button" class="button quiet as-kql" title="As KQL (Q)" onClick={openQuery}>
            <Glyph name="code" />
            <span>As KQL</span>
          </button>
          <CopyLink />
        </span>
      </div>
      <Tabs
        label="Parts of the transaction"
        selected={tab}
        onSelect={showTab}
        tabs={[
          { id: 'waterfall', label: 'Waterfall' },
          { id: 'logs', label: 'Logs', count: count(logs.length) },
          { id: 'items', label: 'Items', count: count(items.length) },
        ]}
      >
        <span class="transaction-filter">
          <Choice label="Errors only" isOn={errorsOnly} onChange={setErrorsOnly} />
          {tab === 'waterfall' && (
            <Choice class="wide-only" label="Logs in place" isOn={withPoints} onChange={setWithPoints} />
          )}
          <label class="transaction-find">
            <Glyph name="search" />
            <input
              type="search"
              aria-label="Find in transaction"
              placeholder="Find in transaction"
              value={find}
              onInput={({ currentTarget }) => setFind(currentTarget.value)}
            />
            <kbd>F</kbd>
          </label>
        </span>
      </Tabs>
    </header>
  )
}

// --- helpers ---

/** The name of the first span, and how it ended. */
function Title({ tree }: { readonly tree: Tree }) {
  const first = tree.nodes.find(({ item }) => item !== undefined && isSpan(item))?.item
  if (first === undefined)
    return <h1>{String(tree.nodes[0]?.item?.row['operation_Name'] || 'Items without a span')}</h1>
  const { kind, title, isFailed, resultCode } = first
  const code = resultCode === '' || resultCode === '0' ? '' : resultCode
  return (
    <h1>
      <span class="transaction-name" title={title}>
        {cut(title, 1_000)}
      </span>{' '}
      {kind === 'pageView' ? null : isFailed ? (
        <span class="error">{code === '' ? 'failed' : `failed with ${code}`}</span>
      ) : (
        <span class="text2">{code === '' ? 'succeeded' : `succeeded with ${code}`}</span>
      )}
    </h1>
  )
}

function Figures({ tree, items }: { readonly tree: Tree; readonly items: readonly Item[] }) {
  const exceptions = items.filter(({ kind }) => kind === 'exception').length
  const spans = items.filter(isSpan)
  return (
    <dl class="transaction-figures">
      <Figure name="Duration" value={duration(tree.endMs - tree.startMs)} />
      <Figure name="Services" value={count(new Set(items.map(({ role }) => role)).size)} />
      <Figure name="Spans" value={count(spans.length)} />
      <Figure name="Logs" value={count(items.filter(({ kind }) => kind === 'trace').length)} />
      <Figure name="Exceptions" value={count(exceptions)} isError={exceptions > 0} />
    </dl>
  )
}

function Figure({ name, value, isError = false }: { name: string; value: string; isError?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={isError ? 'error' : ''}>{value}</dd>
    </div>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly class?: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

function Choice({ label, class: className = '', isOn, onChange }: ChoiceProps) {
  return (
    <label class={`choice ${className}`}>
      <input type="checkbox" checked={isOn} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
      {label}
    </label>
  )
}
