import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

interface VirtualListProps<Item> {
  readonly role: 'grid' | 'treegrid'
  readonly label: string
  readonly items: readonly Item[]
  /** The height of a row in pixels. All rows have it, apart from details that are shown below a row. */
  readonly rowHeight: number
  readonly keyOf: (item: Item) => string
  readonly renderRow: (item: Item, index: number) => ComponentChildren
  /** The index of the row that stays in view when it changes. */
  readonly activeIndex?: number | undefined
  /** Called when fewer rows than a screen follow the last visible one. */
  readonly onEnd?: (() => void) | undefined
  readonly onScroll?: ((scrollTop: number) => void) | undefined
  readonly class?: string
  /** The header: an element with `data-sticky`. */
  readonly children?: ComponentChildren
}

/** A scrolling list that keeps only the visible rows, and some around them, in the document. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const {
    role,
    label,
    items,
    rowHeight,
    keyOf,
    renderRow,
    activeIndex,
    onEnd,
    onScroll,
    class: className = '',
    children,
  } = props
  const place = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(800)
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setHeight(entry?.contentRect.height ?? 800))
    observer.observe(place.current!)
    return () => observer.disconnect()
  }, [])
  const first = Math.max(0, Math.min(Math.floor(top / rowHeight), items.length - 1) - AROUND)
  const end = Math.min(items.length, first + Math.ceil(height / rowHeight) + 2 * AROUND)
  const isAtEnd = end + AROUND >= items.length
  useEffect(() => {
    if (isAtEnd) onEnd?.()
  }, [isAtEnd, onEnd])
  useLayoutEffect(() => {
    if (activeIndex === undefined || place.current === null) return
    const header = place.current.querySelector<HTMLElement>('[data-sticky]')?.offsetHeight ?? 0
    const rowTop = activeIndex * rowHeight
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
      tabIndex={0}
      onScroll={({ currentTarget }) => {
        setTop(currentTarget.scrollTop)
        onScroll?.(currentTarget.scrollTop)
      }}
    >
      {children}
      <div role="presentation" style={{ height: `${first * rowHeight}px` }} />
      {items.slice(first, end).map((item, index) => (
        <Row key={keyOf(item)}>{renderRow(item, first + index)}</Row>
      ))}
      <div role="presentation" style={{ height: `${(items.length - end) * rowHeight}px` }} />
    </div>
  )
}

// --- helpers ---

/** The number of rows kept above and below the visible ones. */
const AROUND = 10

function Row({ children }: { readonly children: ComponentChildren }) {
  return <>{children}</>
}
