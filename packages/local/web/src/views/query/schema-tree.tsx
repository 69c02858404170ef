import { applicationInsightsSchema, type TableSchema } from '@azmon/kql/editor'
import { useEffect, useState } from 'preact/hooks'
import { Glyph } from '../../components/glyph'
import { toObjects } from '../../query/client'
import { literal, moment } from '../../query/kql'
import { useQuery } from '../../query/use-query'
import { count } from '../../state/format'
import { scope } from '../../state/scope'
import { rangeLabel } from '../../state/time'
import { findProperties, foundProperties } from './found-properties'
import { session } from './session'

/** The tables with their rows in the selected time, and the columns of one of them. A click writes a name into the query. */
export function SchemaTree({ onInsert }: { readonly onInsert: (text: string) => void }) {
  const { selected, from, to } = scope.value
  const { table: counts } = useQuery(countsQuery(selected.fromMs, selected.toMs))
  const rows = new Map(
    counts && toObjects<{ table: string; items: number }>(counts).map((row) => [row.table, row.items]),
  )
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  const open = chosen ?? tableOf(session.active.value?.text ?? '') ?? 'requests'
  useEffect(() => (open === '' ? undefined : findProperties(open, selected)), [open, selected.fromMs])
  return (
    <>
      <ul class="schema" title={`Rows: ${rangeLabel(from, to)}`}>
        {TABLES.map(([name, schema]) => (
          <li key={name}>
            <div class="schema-row schema-table">
              <button
                type="button"
                class="schema-twisty"
                aria-expanded={open === name}
                aria-label={`Columns of ${name}`}
                onClick={() => setChosen(open === name ? '' : name)}
              >
                <Glyph name={open === name ? 'down' : 'right'} />
              </button>
              <button type="button" class="schema-name" title={`Write ${name}`} onClick={() => onInsert(name)}>
                {name}
              </button>
              <span class="text3">{counts === undefined ? '' : count(rows.get(name) ?? 0)}</span>
            </div>
            {open === name && <ColumnList schema={schema} onInsert={onInsert} />}
          </li>
        ))}
      </ul>
      {open !== '' && foundProperties.value.length > 0 && (
        <section class="schema-found">
          <h3>Found in customDimensions</h3>
          <ul>
            {foundProperties.value.map(({ name, values }) => (
              <li key={name} class="schema-row">
                <button
                  type="button"
                  class="schema-name"
                  title={`Write ${name}`}
                  onClick={() => onInsert(access(name))}
                >
                  {name}
                </button>
                <span class="text3">
                  {count(values)} {values === 1 ? 'value' : 'values'}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

// --- helpers ---

const TABLES: readonly (readonly [string, TableSchema])[] = Object.entries(applicationInsightsSchema)
const FIRST_COLUMNS = 9

function ColumnList({ schema: { columns }, onInsert }: { schema: TableSchema; onInsert: (text: string) => void }) {
  const [showsAll, setShowsAll] = useState(false)
  const shown = showsAll ? columns : columns.filter(isShownFirst)
  return (
    <ul class="schema-columns">
      {shown.map(({ name, type }) => (
        <li key={name} class="schema-row">
          <button type="button" class="schema-name" title={`Write ${name}`} onClick={() => onInsert(name)}>
            {name}
          </button>
          <span class="text3">{type}</span>
        </li>
      ))}
      <li>
        <button type="button" class="schema-more" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? 'Fewer' : `${columns.length - shown.length} more`}
        </button>
      </li>
    </ul>
  )
}

/** The main columns of a table come first in its schema; these are useful in all tables. */
const USEFUL = new Set(['operation_Id', 'cloud_RoleName', 'customDimensions'])

function isShownFirst({ name }: { readonly name: string }, index: number): boolean {
  return index < FIRST_COLUMNS || USEFUL.has(name)
}

function access(name: string): string {
  return `tostring(customDimensions[${literal(name)}])`
}

function tableOf(query: string): string | undefined {
  return TABLES.map(([name]) => ({ name, at: query.search(new RegExp(`\\b${name}\\b`)) }))
    .filter(({ at }) => at !== -1)
    .sort((a, b) => a.at - b.at)[0]?.name
}

function countsQuery(fromMs: number, toMs: number): string {
  return `union withsource=table ${TABLES.map(([name]) => name).join(', ')}
| where timestamp between (${moment(fromMs)} .. ${moment(toMs)})
| summarize items = count() by table`
}
