import { EmptyState } from '../../components/empty-state'
import { Glyph } from '../../components/glyph'
import { Message } from '../../components/message'
import { RoleMark } from '../../components/role-mark'
import { VirtualList } from '../../components/virtual-list'
import { useKeys } from '../../shell/keys'
import { duration, timeOfDay } from '../../state/format'
import { cut } from '../../state/text'
import { isError, isSpan } from './item'
import { transactionState } from './selection'
import type { Node, Tree } from './tree'
import { containsText } from './visible-rows'
import { glyphOf } from './waterfall-line'

interface ItemListProps {
  readonly tree: Tree
  /** Only logs, exceptions and events. */
  readonly onlyPoints: boolean
  readonly selected: Node | undefined
  readonly onSelect: (node: Node) => void
}

/** The items of all roles in one list by time. Those of the selected span are marked. */
export function ItemList({ tree, onlyPoints, selected, onSelect }: ItemListProps) {
  const { errorsOnly, find } = transactionState.value
  const nodes = tree.nodes
    .filter(({ item }) => item !== undefined && !(onlyPoints && isSpan(item)))
    .filter(({ item }) => !errorsOnly || isError(item!))
    .filter(({ item }) => find === '' || containsText(item!, find))
    .sort((a, b) => a.startMs - b.startMs)
  const at = selected === undefined ? -1 : nodes.indexOf(selected)
  const move = (step: number) => {
    const next = nodes[Math.max(0, Math.min(nodes.length - 1, at + step))]
    if (next !== undefined) onSelect(next)
  }
  useKeys([
    { keys: ['j', 'ArrowDown'], label: 'Next line', group: 'Transaction', run: () => move(1) },
    { keys: ['k', 'ArrowUp'], label: 'Previous line', group: 'Transaction', run: () => move(-1) },
  ])
  if (nodes.length === 0) {
    return (
      <EmptyState title={onlyPoints ? 'No logs in this transaction' : 'No items'}>
        <p class="text2">
          {errorsOnly || find !== ''
            ? 'Nothing matches the filter.'
            : 'Logs that are written inside a request appear here.'}
        </p>
      </EmptyState>
    )
  }
  return (
    <div class="item-list">
      <VirtualList
        role="grid"
        label={onlyPoints ? 'Logs' : 'Items'}
        items={nodes}
        rowHeight={ROW_HEIGHT}
        keyOf={({ key }) => key}
        activeIndex={at < 0 ? undefined : at}
        renderRow={(node, index) => (
          <Line
            node={node}
            index={index}
            sinceStartMs={node.startMs - tree.startMs}
            isSelected={node === selected}
            isOfSpan={selected?.item?.id !== undefined && node.item?.parentId === selected.item.id}
            onSelect={onSelect}
          />
        )}
      />
    </div>
  )
}

// --- helpers ---

const ROW_HEIGHT = 26
const LEVELS = ['verbose', 'info', 'warn', 'error', 'critical']

interface LineProps {
  readonly node: Node
  readonly index: number
  readonly sinceStartMs: number
  readonly isSelected: boolean
  readonly isOfSpan: boolean
  readonly onSelect: (node: Node) => void
}

function Line({ node, index, sinceStartMs, isSelected, isOfSpan, onSelect }: LineProps) {
  const item = node.item!
  const look = ['item-line', isSelected ? 'selected' : '', isOfSpan ? 'of-span' : '', isError(item) ? 'is-error' : '']
  return (
    <div
      class={look.join(' ')}
      role="row"
      tabIndex={isSelected ? 0 : -1}
      aria-rowindex={index + 1}
      aria-selected={isSelected}
      onClick={() => onSelect(node)}
    >
      {[
        <code key="since" class="text3">
          +{duration(sinceStartMs)}
        </code>,
        <code key="time">{timeOfDay(node.startMs)}</code>,
        <RoleMark key="role" name={item.role} />,
        <Glyph key="kind" name={glyphOf(item.kind)} />,
        <span key="level" class={item.severityLevel === 2 ? 'warn' : isError(item) ? 'error' : 'text3'}>
          {item.severityLevel === undefined ? item.resultCode : (LEVELS[item.severityLevel] ?? '')}
        </span>,
        <span key="title" class="item-title">
          <Message text={item.title} /> <span class="text3">{cut(item.detail, 100)}</span>
        </span>,
        <span key="duration" class="item-duration text3">
          {isSpan(item) ? duration(item.durationMs) : ''}
        </span>,
      ].map((cell) => (
        <div key={cell.key} role="gridcell">
          {cell}
        </div>
      ))}
    </div>
  )
}
