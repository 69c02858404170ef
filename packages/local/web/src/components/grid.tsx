import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Column, QueryTable, Value } from '../query/client'
import { copyText } from '../state/text'
import {
  columnWidths,
  columnWindow,
  decimalsOf,
  formatCell,
  isNumber,
  type Sorting,
  sortedIndexes,
} from './grid-values'
import { ResizeHandle } from './resize-handle'
import { VirtualList } from './virtual-list'

interface GridProps {
  readonly table: QueryTable
  readonly label: string
  /** The position of the open row in the table, which is marked. */
  readonly open?: number | undefined
  /** Opens a row: Enter or a click. */
  readonly onOpen?: ((index: number) => void) | undefined
  readonly onCopied?: ((what: string) => void) | undefined
}

/**
 * The rows of a query. Only the visible ones are in the document. A header sorts, its edge resizes. Arrow keys move between
 * cells, Ctrl C copies a cell, Ctrl Shift C its row, Enter opens the row.
 */
export function Grid({ table, label, open, onOpen, onCopied }: GridProps) {
  const { columns, rows } = table
  const place = useRef<HTMLDivElement>(null)
  const [sorting, setSorting] = useState<Sorting | undefined>(undefined)
  const [resized, setResized] = useState<Readonly<Record<number, number>>>({})
  const [widthPx, setWidthPx] = useState(0)
  const [scrollLeft, setScrollLeft] = useState(0)
  const [cell, setCell] = useState<{ readonly row: number; readonly column: number } | undefined>(undefined)
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidthPx(entry?.contentRect.width ?? 0))
    observer.observe(place.current!)
    return () => observer.disconnect()
  }, [])
  useLayoutEffect(() => {
    setSorting(undefined)
    setResized({})
    setCell(undefined)
  }, [table])
  const indexes = useMemo(() => sortedIndexes(table, sorting), [table, sorting])
  const decimals = useMemo(() => columns.map((column, index) => decimalsOf(column, rows, index)), [table])
  const fitted = useMemo(() => columnWidths(table, widthPx - SCROLLBAR_PX), [table, widthPx])
  const widths = fitted.map((width, index) => resized[index] ?? width)
  const gridTemplateColumns = widths.map((width) => `${width}px`).join(' ')
  const shown = columnWindow(widths, scrollLeft, widthPx)
  useLayoutEffect(() => {
    const list = place.current?.querySelector('.virtual-list')
    if (cell === undefined || list === null || list === undefined) return
    const left = widths.slice(0, cell.column).reduce((sum, width) => sum + width, 0)
    const right = left + widths[cell.column]!
    if (left < list.scrollLeft) list.scrollLeft = left
    else if (right > list.scrollLeft + list.clientWidth) list.scrollLeft = right - list.clientWidth
  }, [cell])
  const copy = async (value: string, what: string) => {
    if (await copyText(value)) onCopied?.(what)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLButtonElement || event.altKey) return
    const { row, column } = cell ?? { row: -1, column: 0 }
    const values = rows[indexes[row] ?? -1]
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c' && values !== undefined) {
      if (getSelection()?.isCollapsed === false) return
      if (event.shiftKey) copy(values.map((value) => String(value ?? '')).join('\t'), 'The row is copied.')
      else copy(String(values[column] ?? ''), 'The cell is copied.')
    } else if (event.key === 'Enter' && values !== undefined) onOpen?.(indexes[row]!)
    else {
      const next = moved(event.key, row, column, indexes.length, columns.length)
      if (next === undefined || event.ctrlKey || event.metaKey) return
      setCell(next)
      if (open !== undefined && next.row !== row) onOpen?.(indexes[next.row]!)
    }
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      class="grid"
      ref={place}
      role="presentation"
      onKeyDown={onKeyDown}
      onScrollCapture={({ target }) => setScrollLeft((target as HTMLElement).scrollLeft)}
    >
      <VirtualList
        role="grid"
        label={label}
        items={indexes}
        rowHeight={ROW_HEIGHT}
        keyOf={String}
        activeIndex={cell?.row}
        activeId={cell && 'grid-cell'}
        renderRow={(index, at) => (
          <div
            class={index === open ? 'grid-row selected' : 'grid-row'}
            role="row"
            aria-rowindex={at + 2}
            aria-selected={index === open}
            style={{ gridTemplateColumns }}
          >
            {columns.slice(shown.first, shown.end).map((column, offset) => {
              const position = shown.first + offset
              return (
                <Cell
                  key={position}
                  position={position}
                  column={column}
                  value={rows[index]![position] ?? null}
                  decimals={decimals[position]!}
                  isCurrent={cell?.row === at && cell.column === position}
                  onChoose={() => {
                    setCell({ row: at, column: position })
                    if (getSelection()?.isCollapsed !== false) onOpen?.(index)
                  }}
                />
              )
            })}
          </div>
        )}
      >
        <div class="grid-row grid-header" data-sticky role="row" aria-rowindex={1} style={{ gridTemplateColumns }}>
          {columns.map(({ name, type }, index) => (
            <div
              key={index}
              role="columnheader"
              aria-sort={sorting?.column !== index ? 'none' : sorting.isDescending ? 'descending' : 'ascending'}
              class={isNumber(type) ? 'number' : ''}
            >
              <button type="button" title={`Sort by ${name}`} onClick={() => setSorting(nextSorting(sorting, index))}>
                <b>{name}</b> <span class="text3">{type}</span>
                {sorting?.column === index && (sorting.isDescending ? ' ↓' : ' ↑')}
              </button>
              <ResizeHandle widthPx={widths[index]!} onResize={(width) => setResized({ ...resized, [index]: width })} />
            </div>
          ))}
        </div>
      </VirtualList>
    </div>
  )
}

// --- helpers ---

const ROW_HEIGHT = 26
const SCROLLBAR_PX = 16
const PAGE_ROWS = 15

function nextSorting(sorting: Sorting | undefined, column: number): Sorting | undefined {
  if (sorting?.column !== column) return { column, isDescending: false }
  return sorting.isDescending ? undefined : { column, isDescending: true }
}

/** Returns the cell to which a key leads. Undefined if the key leads nowhere. */
function moved(key: string, row: number, column: number, rows: number, columns: number) {
  const [down, right] = STEPS[key] ?? []
  if (down === undefined || right === undefined || rows === 0) return undefined
  return {
    row: Math.max(0, Math.min(rows - 1, row + down)),
    column: Math.max(0, Math.min(columns - 1, column + right)),
  }
}

const STEPS: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [PAGE_ROWS, 0],
  PageUp: [-PAGE_ROWS, 0],
  Home: [0, Number.NEGATIVE_INFINITY],
  End: [0, Number.POSITIVE_INFINITY],
}

interface CellProps {
  readonly position: number
  readonly column: Column
  readonly value: Value
  readonly decimals: number
  readonly isCurrent: boolean
  readonly onChoose: () => void
}

function Cell({ position, column: { type }, value, decimals, isCurrent, onChoose }: CellProps) {
  const text = formatCell(type, value, decimals)
  const classes = [isNumber(type) && 'number', value === null && 'null', MONO.has(type) && 'mono']
  return (
    <div
      role="gridcell"
      tabIndex={-1}
      aria-colindex={position + 1}
      style={{ gridColumn: position + 1 }}
      id={isCurrent ? 'grid-cell' : undefined}
      data-current={isCurrent ? '' : undefined}
      class={classes.filter(Boolean).join(' ')}
      title={text.length > 20 ? String(value).slice(0, 2_000) : undefined}
      onClick={onChoose}
    >
      {text}
    </div>
  )
}

const MONO = new Set(['datetime', 'timespan', 'guid', 'dynamic'])
