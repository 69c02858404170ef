import { useCallback } from 'preact/hooks'
import { Glyph } from '../../components/glyph'
import { VirtualList } from '../../components/virtual-list'
import { useKeys } from '../../shell/keys'
import { address, push, setParams } from '../../state/address'
import { count } from '../../state/format'
import { isNarrow } from '../../state/narrow'
import { exclude, scope, setOnly } from '../../state/scope'
import { columns, toggleColumn } from './live-columns'
import type { LiveItem } from './live-item'
import { LiveRow } from './live-row'
import { pointedProperty } from './pointed-property'
import { Record } from './record'
import { RecordSheet } from './record-sheet'
import { selectedId } from './selection'
import type { Tail } from './tail'
import { transactionOf } from './transaction-link'

/** The rows, the open record, and the keys that move among them. */
export function LiveList({ tail }: { readonly tail: Tail }) {
  const items = tail.items.value
  const openId = address.value.params.get('open') ?? undefined
  const openIndex = openId === undefined ? undefined : indexOf(items, openId)
  const selected = selectedId.value ?? openId
  const selectedIndex = selected === undefined ? undefined : indexOf(items, selected)
  const open = (item: LiveItem | undefined) => {
    if (item !== undefined) tail.pause()
    if (item !== undefined) selectedId.value = item.itemId
    setParams({ open: item?.itemId })
  }
  const move = (step: number) => () => {
    const next = items[selectedIndex === undefined ? 0 : Math.max(0, Math.min(items.length - 1, selectedIndex + step))]
    if (next === undefined) return false
    tail.pause()
    selectedId.value = next.itemId
    if (openId !== undefined) setParams({ open: next.itemId })
    return true
  }
  const current = selectedIndex === undefined ? undefined : items[selectedIndex]
  const toTop = () => {
    selectedId.value = undefined
    setParams({ open: undefined })
    tail.resume()
    document.querySelector('.live-list .virtual-list')?.scrollTo(0, 0)
  }
  useKeys([
    { keys: ['j', 'ArrowDown'], label: 'Next', group: 'List', run: move(1) },
    { keys: ['k', 'ArrowUp'], label: 'Previous', group: 'List', run: move(-1) },
    {
      keys: 'Enter',
      label: 'Open the record, then its transaction',
      group: 'List',
      run: () => {
        if (current === undefined) return false
        const transaction = transactionOf(current.operation_Id)
        if (openId !== current.itemId || transaction === undefined) open(current)
        else push(transaction)
        return true
      },
    },
    { keys: 'Escape', label: 'Close the record', group: 'List', run: () => openId !== undefined && open(undefined) },
    {
      keys: 'x',
      label: 'Exclude the property under the pointer, or the operation',
      group: 'List',
      run: () => {
        const property = pointedProperty.peek() ?? operationOf(current)
        if (property === undefined) return false
        exclude(property.field, property.value)
        return true
      },
    },
    {
      keys: 'i',
      label: 'Only the property under the pointer, or the operation',
      group: 'List',
      run: () => {
        const property = pointedProperty.peek() ?? operationOf(current)
        if (property === undefined) return false
        setOnly(property.field, [property.value])
        return true
      },
    },
  ])
  const onEnd = useCallback(() => void tail.loadOlder(), [tail])
  const onStart = useCallback(() => void tail.loadNewer(), [tail])
  const added = columns.value
  const { range } = scope.value
  const isDated = range.toMs - range.fromMs > DATED_FROM_MS
  const record = openId === undefined ? undefined : <Record itemId={openId} item={items[openIndex ?? -1]} />
  return (
    <div
      class={isDated ? 'live-place dated' : 'live-place'}
      style={{ '--added': added.map(() => 'minmax(80px, 140px)').join(' ') }}
    >
      {tail.arrived.value > 0 && (
        <button type="button" class="button primary new-items" onClick={toTop}>
          <Glyph name="up" />
          {count(tail.arrived.value)} new
        </button>
      )}
      {openId !== undefined && openIndex === undefined && !isNarrow.value && (
        <div class="open-row linked">{record}</div>
      )}
      <VirtualList
        role="grid"
        label="Items"
        items={items}
        rowHeight={isNarrow.value ? 54 : 24}
        keyOf={({ itemId }) => itemId}
        activeIndex={selectedIndex}
        activeId={selected && `row-${selected}`}
        openIndex={isNarrow.value ? undefined : openIndex}
        renderOpen={() => record}
        keepsPosition={!tail.isFollowing.value}
        onEnd={onEnd}
        onStart={onStart}
        onScroll={(top) => top > 0 && tail.pause()}
        renderRow={(item, index) => (
          <LiveRow
            item={item}
            position={index + 1}
            isSelected={index === selectedIndex}
            isOpen={index === openIndex}
            isDated={isDated}
            repeatsOperation={items[index - 1]?.operation_Name === item.operation_Name}
            onOpen={() => open(index === openIndex ? undefined : item)}
          />
        )}
      >
        <Header added={added} />
      </VirtualList>
      {isNarrow.value && openId !== undefined && <RecordSheet onClose={() => open(undefined)}>{record}</RecordSheet>}
    </div>
  )
}

// --- helpers ---

/** In ranges longer than this, the time of day alone does not say when something was. */
const DATED_FROM_MS = 20 * 3_600_000

function Header({ added }: { readonly added: readonly string[] }) {
  return (
    <div class="live-row live-header" data-sticky role="row" aria-rowindex={1}>
      {['Time', 'Role', 'Kind', 'Level', 'Message'].map((name) => (
        <span key={name} role="columnheader">
          {name}
        </span>
      ))}
      {added.map((name) => (
        <span key={`p.${name}`} role="columnheader" class="added" title={name}>
          {name}
          <button type="button" aria-label={`Remove column ${name}`} onClick={() => toggleColumn(name)}>
            <Glyph name="close" />
          </button>
        </span>
      ))}
      {['Operation', 'Result', 'Duration'].map((name) => (
        <span key={name} role="columnheader" class={name === 'Operation' ? 'cell-operation' : 'number'}>
          {name}
        </span>
      ))}
    </div>
  )
}

function indexOf(items: readonly LiveItem[], id: string): number | undefined {
  const index = items.findIndex(({ itemId }) => itemId === id)
  return index === -1 ? undefined : index
}

function operationOf(item: LiveItem | undefined) {
  return item === undefined || item.operation_Name === ''
    ? undefined
    : ({ field: 'op', value: item.operation_Name } as const)
}
