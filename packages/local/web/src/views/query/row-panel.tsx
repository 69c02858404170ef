import { CopyButton } from '../../components/copy-button'
import { Glyph } from '../../components/glyph'
import type { QueryTable } from '../../query/client'
import { useKeys } from '../../shell/keys'
import { count } from '../../state/format'
import { jsonValue, rowObject } from './export'

interface RowPanelProps {
  readonly table: QueryTable
  readonly position: number
  readonly onClose: () => void
}

/** All values of a row at full length. Dynamic values are indented. */
export function RowPanel({ table, position, onClose }: RowPanelProps) {
  const { columns, rows } = table
  const row = rows[position]!
  const operation = row[columns.findIndex(({ name }) => name === 'operation_Id' || name === 'OperationId')]
  useKeys([{ keys: 'Escape', label: 'Close the row', group: 'Query', run: onClose }])
  return (
    <aside class="query-row" aria-label={`Row ${position + 1}`}>
      <header>
        <h2>Row {count(position + 1)}</h2>
        <button type="button" class="icon" aria-label="Close" onClick={onClose}>
          <Glyph name="close" />
        </button>
      </header>
      <div class="query-row-actions">
        {typeof operation === 'string' && operation !== '' && (
          <a class="button" href={`/transaction/${encodeURIComponent(operation)}`}>
            Open transaction
          </a>
        )}
        <CopyButton text={() => JSON.stringify(rowObject(table, row), null, 2)} label="Copy as JSON" />
      </div>
      <dl>
        {columns.map(({ name, type }, index) => {
          const value = row[index] ?? null
          const text = type === 'dynamic' && value !== null ? indented(jsonValue(type, value)) : String(value)
          return (
            <div key={index}>
              <dt>{name}</dt>
              <dd class={value === null ? 'null' : ''}>
                {text.includes('\n') ? <pre>{text}</pre> : text}
                {value !== null && value !== '' && (
                  <CopyButton class="icon" text={() => String(value)} label="" title={`Copy ${name}`} />
                )}
              </dd>
            </div>
          )
        })}
      </dl>
    </aside>
  )
}

// --- helpers ---

function indented(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}
