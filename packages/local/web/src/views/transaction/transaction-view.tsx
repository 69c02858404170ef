import { useMemo, useState } from 'preact/hooks'
import { EmptyState } from '../../components/empty-state'
import { dynamicObject, toObjects } from '../../query/client'
import { useQuery } from '../../query/use-query'
import { ViewFrame } from '../../shell/view-frame'
import { count } from '../../state/format'
import { Details } from './details'
import { type Item, type TransactionRow, toItem } from './item'
import { ItemList } from './item-list'
import { NeverArrived } from './never-arrived'
import { select, transactionState } from './selection'
import { clockSkews } from './timing'
import { TransactionHeader } from './transaction-header'
import { MAX_ITEMS, transactionQuery } from './transaction-query'
import { buildTree, deepestError, type Node, type Tree } from './tree'
import { Waterfall } from './waterfall'

/** Everything that belongs to one operation: as a waterfall, or as a list. */
export default function TransactionView() {
  const { operationId } = transactionState.value
  // The rows of one operation are not shown for the next.
  return <Operation key={operationId} operationId={operationId} />
}

// --- helpers, in order of use ---

function Operation({ operationId }: { readonly operationId: string }) {
  const { tab, selected } = transactionState.value
  const [version, setVersion] = useState(0)
  const { table, error, isLoading } = useQuery(transactionQuery(operationId), version)
  const items = useMemo(() => (table === undefined ? undefined : itemsOf(toObjects(table))), [table])
  const tree = useMemo(() => items && buildTree(items, operationId), [items, operationId])
  const [isClosed, setClosed] = useState(false)
  if (error !== undefined) {
    return (
      <ViewFrame>
        <EmptyState title="The transaction could not be read">
          <p>{error.message}</p>
          <button type="button" class="button" onClick={() => setVersion(version + 1)}>
            Try again
          </button>
        </EmptyState>
      </ViewFrame>
    )
  }
  if (items === undefined || tree === undefined) return <ViewFrame footer="Loading">{null}</ViewFrame>
  if (items.length === 0 && !isLoading) {
    return (
      <ViewFrame>
        <NeverArrived operationId={operationId} onRetry={() => setVersion((current) => current + 1)} />
      </ViewFrame>
    )
  }
  const open = nodeOf(tree, selected) ?? deepestError(tree) ?? tree.roots[0]
  const details = isClosed || open?.item === undefined ? undefined : open.item
  const show = (node: Node) => {
    setClosed(false)
    select(addressOf(tree, node))
  }
  return (
    <ViewFrame footer={<Footer items={items} tree={tree} />} keys={KEYS} class="transaction">
      <TransactionHeader tree={tree} items={items} operationId={operationId} />
      <div class={details === undefined ? 'transaction-body' : 'transaction-body with-details'}>
        <div role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} class="transaction-panel">
          {tab === 'waterfall' ? (
            <Waterfall tree={tree} selected={open} onSelect={show} />
          ) : (
            <ItemList tree={tree} onlyPoints={tab === 'logs'} selected={open} onSelect={show} />
          )}
        </div>
        {details && <Details item={details} startMs={tree.startMs} onClose={() => setClosed(true)} />}
      </div>
    </ViewFrame>
  )
}

const KEYS = [
  { name: 'j k', label: 'move' },
  { name: 'h l', label: 'fold' },
  { name: 'e', label: 'next error' },
  { name: 'z', label: 'zoom to span' },
  { name: 's', label: 'logs of this span' },
]

function itemsOf(rows: readonly TransactionRow[]): readonly Item[] {
  return rows.flatMap((row) => {
    const parsed = {
      ...row,
      customDimensions: dynamicObject(row['customDimensions'] as string),
      customMeasurements: dynamicObject(row['customMeasurements'] as string),
    }
    return toItem(parsed) ?? []
  })
}

function nodeOf({ nodes }: Tree, selected: string | undefined): Node | undefined {
  if (selected === undefined) return undefined
  return nodes.find(({ key }) => key === selected) ?? nodes.find(({ item }) => item?.id === selected)
}

/** Returns the id of a span, unless an earlier span has the same. */
function addressOf({ nodes }: Tree, node: Node): string {
  const id = node.item?.id
  return id && nodes.find(({ item }) => item?.id === id) === node ? id : node.key
}

/** What the waterfall cannot show: items that are missing or stand for others, and clocks that differ. */
function Footer({ items, tree }: { readonly items: readonly Item[]; readonly tree: Tree }) {
  const sampled = items.filter(({ row }) => Number(row['itemCount'] ?? 1) > 1).length
  const missing = tree.roots.filter(({ missingId }) => missingId !== undefined).length
  const facts = [
    `${count(items.length)} items${items.length === MAX_ITEMS ? ' (the first ones)' : ''}`,
    sampled === 0 ? 'none of them sampled' : `${count(sampled)} stand for several of their kind (sampling)`,
    ...(missing === 0
      ? []
      : [missing === 1 ? '1 parent was not received' : `${count(missing)} parents were not received`]),
    ...clockSkews(tree).map(
      ({ role, behind, skewMs }) => `the clock of ${role} is ${Math.round(skewMs)} ms ahead of ${behind}`,
    ),
  ]
  return <span>{facts.join(', ')}</span>
}
