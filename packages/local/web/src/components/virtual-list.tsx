import { type ComponentChildren, Fragment } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { topOfRow, virtualWindow } from './virtual-window'

interface VirtualListProps<Item> {
  readonly role: 'grid' | 'treegrid'
  readonly label: string
  readonly items: readonly Item[]
  /** The height of a row in pixels. All rows have it, apart from details below an open row. */
  readonly rowHeight: number
  readonly keyOf: (item: Item) => string
  readonly renderRow: (item: Item, index: number) => ComponentChildren
  /** The row that is scrolled into view when it changes. */
  readonly activeIndex?: number | undefined
  /** The id of the element of that row, for screen readers. */
  readonly activeId?: string | undefined
  /** The row below which `renderOpen` shows details. */
  readonly openIndex?: number | undefined
  readonly renderOpen?: (() => ComponentChildren) | undefined
  /** Whether the visible rows stay where they are when rows are added above them. @default false */
  readonly keepsPosition?: boolean
  /** Called when the end, or the start, of the list comes near. */
  readonly onEnd?: (() => void) | undefined
  readonly onStart?: (() => void) | undefined
  readonly onScroll?: ((scrollTop: number) => void) | undefined
  readonly class?: string
  /** The header: an element with `data-sticky`. */
  readonly children?: ComponentChildren
}

/** A scrolling list that keeps only the visible rows, and some around them, in the document. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { role, label, items, rowHeight, keyOf, renderRow, activeIndex, openIndex, renderOpen } = props
  const { keepsPosition = false, onEnd, onStart, onScroll, class: className = '', children } = props
  const place = useRef<HTMLDivElement>(null)
  const details = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(800)
  const [openHeight, setOpenHeight] = useState(0)
  const expansion = openIndex === undefined || openIndex < 0 ? undefined : { index: openIndex, height: openHeight }
  const { first, end, above, below } = virtualWindow(items.length, rowHeight, top, height, expansion)

  useLayoutEffect(() => observeHeight(place.current, setHeight), [])
  useLayoutEffect(() => {
    if (openIndex === undefined) setOpenHeight(0)
    return observeHeight(details.current, setOpenHeight)
  }, [openIndex, first, end])

  const isAtEnd = end >= items.length
  const isAtStart = first === 0
  useEffect(() => {
    if (isAtEnd) onEnd?.()
  }, [isAtEnd, items, onEnd])
  useEffect(() => {
    if (isAtStart) onStart?.()
  }, [isAtStart, items, onStart])

  // The key of the first row in the document, by which its new place is found after rows were added above.
  const anchor = useRef<{ readonly key: string; readonly index: number } | undefined>(undefined)
  useLayoutEffect(() => {
    const before = anchor.current
    if (keepsPosition && before !== undefined && place.current !== null && place.current.scrollTop > 0) {
      const moved = items.findIndex((item) => keyOf(item) === before.key) - before.index
      if (moved + before.index >= 0 && moved !== 0) place.current.scrollTop += moved * rowHeight
    }
  }, [items])
  useLayoutEffect(() => {
    const item = items[first]
    anchor.current = item === undefined ? undefined : { key: keyOf(item), index: first }
  })

  useLayoutEffect(() => {
    if (activeIndex === undefined || place.current === null) return
    const header = place.current.querySelector<HTMLElement>('[data-sticky]')?.offsetHeight ?? 0
    const rowTop = topOfRow(activeIndex, rowHeight, expansion)
    const { scrollTop, clientHeight } = place.current
    if (rowTop < scrollTop) place.current.scrollTop = rowTop
    else if (rowTop + rowHeight + header > scrollTop + clientHeight) {
      place.current.scrollTop = rowTop + rowHeight + header - clientHeight
    }
  }, [activeIndex, rowHeight])

  return (
    <div
      ref={place}
      class={`virtual-list ${className}`}
      role={role}
      aria-label={label}
      aria-rowcount={items.length + 1}
      aria-activedescendant={activeIndex === undefined ? undefined : props.activeId}
      tabIndex={0}
      onScroll={({ currentTarget }) => {
        setTop(currentTarget.scrollTop)
        onScroll?.(currentTarget.scrollTop)
      }}
    >
      {children}
      <div role="presentation" style={{ height: `${above}px` }} />
      {items.slice(first, end).map((item, index) => (
        <Fragment key={keyOf(item)}>
          {renderRow(item, first + index)}
          {first + index === openIndex && renderOpen && (
            <div ref={details} role="row" class="open-row">
              <div role="gridcell">{renderOpen()}</div>
            </div>
          )}
        </Fragment>
      ))}
      <div role="presentation" style={{ height: `${below}px` }} />
    </div>
  )
}

// --- helpers ---

function observeHeight(element: HTMLElement | null, onHeight: (height: number) => void): (() => void) | undefined {
  if (element === null) return
  onHeight(element.getBoundingClientRect().height)
  const observer = new ResizeObserver(() => onHeight(element.getBoundingClientRect().height))
  observer.observe(element)
  return () => observer.disconnect()
}
