import { useState } from 'preact/hooks'
import type { Column, QueryTable, Value } from '../query/client'
import { copyText } from '../state/text'
import { VirtualList } from './virtual-list'

interface GridProps {
  readonly table: QueryTable
  readonly label: string
  readonly onRow?: ((row: readonly Value[], index: number) => void) | undefined
}

interface Sorting {
  readonly column: number
  readonly isDescending: boolean
}

/** The rows of a query. Only the visible ones are in the document. A header sorts; a double click copies a cell. */
export function Grid({ table, label, onRow }: GridProps) {
  const { columns, rows } = table
  const [sorting, setSorting] = useState<Sorting | undefined>(undefined)
  const [widths, setWidths] = useState<Readonly<Record<string, number>>>({})
  const indexes = sortedIndexes(table, sorting)
  const decimals = columns.map((column, index) => decimalsOf(column, rows, index))
  const template = columns.map(({ name, type }) => `${widths[name] ?? widthOf(name, type)}px`).join(' ')
  const sortBy = (column: number) => () =>
    setSorting(
      sorting?.column !== column
        ? { column, isDescending: false }
        : sorting.isDescending
          ? undefined
          : { column, isDescending: true },
    )
  return (
    <div class="grid">
      <VirtualList
        role="grid"
        label={label}
        items={indexes}
        rowHeight={ROW_HEIGHT}
        keyOf={String}
        renderRow={(index, at) => (
          <div
            class="grid-row"
            role="row"
            aria-rowindex={at + 2}
            style={{ gridTemplateColumns: template }}
            onClick={() => onRow?.(rows[index]!, index)}
          >
            {columns.map((column, cell) => (
              <Cell key={column.name} column={column} value={rows[index]![cell] ?? null} decimals={decimals[cell]!} />
            ))}
          </div>
        )}
      >
        <div
          class="grid-row grid-header"
          data-sticky
          role="row"
          aria-rowindex={1}
          style={{ gridTemplateColumns: template }}
        >
          {columns.map(({ name, type }, index) => (
            <div
              key={name}
              role="columnheader"
              aria-sort={sorting?.column !== index ? 'none' : sorting.isDescending ? 'descending' : 'ascending'}
              class={isNumber(type) ? 'number' : ''}
            >
              <button type="button" onClick={sortBy(index)}>
                <b>{name}</b> <span class="text3">{type}</span>
                {sorting?.column === index && (sorting.isDescending ? ' ↓' : ' ↑')}
              </button>
              <ResizeHandle
                widthPx={widths[name] ?? widthOf(name, type)}
                onResize={(width) => setWidths({ ...widths, [name]: width })}
              />
            </div>
          ))}
        </div>
      </VirtualList>
    </div>
  )
}

// --- helpers ---

const ROW_HEIGHT = 26
const MAX_DECIMALS = 3

function isNumber(type: string): boolean {
  return type === 'int' || type === 'long' || type === 'real' || type === 'decimal'
}

function widthOf(name: string, type: string): number {
  if (type === 'datetime') return 190
  if (isNumber(type)) return Math.max(90, (name.length + type.length) * 7 + 28)
  return type === 'dynamic' ? 320 : Math.max(180, name.length * 7 + 60)
}

/** The decimals of a column: as many as its values need, at most 3. */
function decimalsOf({ type }: Column, rows: GridProps['table']['rows'], index: number): number {
  if (type !== 'real' && type !== 'decimal') return 0
  return rows.slice(0, 200).reduce((most, row) => {
    const decimals = /\.(\d+)$/.exec(String(row[index]))?.[1]?.length ?? 0
    return Math.min(MAX_DECIMALS, Math.max(most, decimals))
  }, 0)
}

function sortedIndexes({ rows, columns }: QueryTable, sorting: Sorting | undefined): readonly number[] {
  const indexes = rows.map((_, index) => index)
  if (sorting === undefined) return indexes
  const { column, isDescending } = sorting
  const isNumeric = isNumber(columns[column]?.type ?? '')
  const compare = (a: Value, b: Value) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
    const order = isNumeric ? Number(a) - Number(b) : String(a).localeCompare(String(b))
    return isDescending ? -order : order
  }
  return indexes.sort((a, b) => compare(rows[a]![column] ?? null, rows[b]![column] ?? null))
}

function Cell({ column, value, decimals }: { column: Column; value: Value; decimals: number }) {
  const text = formatValue(column.type, value, decimals)
  return (
    <div
      role="gridcell"
      tabIndex={-1}
      class={[isNumber(column.type) ? 'number' : '', value === null ? 'null' : ''].join(' ')}
      title={text.length > 20 ? text.slice(0, 2_000) : undefined}
      onDblClick={() => copyText(value === null ? '' : String(value))}
    >
      {text.slice(0, 500)}
    </div>
  )
}

function formatValue(type: string, value: Value, decimals: number): string {
  if (value === null) return 'null'
  if (isNumber(type) && typeof value === 'number') {
    return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: MAX_DECIMALS })
  }
  if (type === 'datetime')
    return String(value)
      .replace('T', ' ')
      .replace(/(\.\d{3})\d*/, '$1')
      .replace('Z', '')
  return String(value).replace(/\s+/g, ' ')
}

function ResizeHandle({ widthPx, onResize }: { widthPx: number; onResize: (widthPx: number) => void }) {
  const start = useState<{ x: number; width: number }>({ x: 0, width: widthPx })[0]
  return (
    <span
      class="resize-handle"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        start.x = event.clientX
        start.width = widthPx
      }}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
        onResize(Math.max(48, start.width + event.clientX - start.x))
      }}
    />
  )
}
