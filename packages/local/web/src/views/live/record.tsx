import { CopyButton } from '../../components/copy-button'
import { ExceptionStacks } from '../../components/exception-stacks'
import { Glyph } from '../../components/glyph'
import { exceptionDetails } from '../../components/stack-frames'
import { dynamicObject, toObjects, type Value } from '../../query/client'
import { literal, moment } from '../../query/kql'
import { useQuery } from '../../query/use-query'
import { hrefOf } from '../../state/address'
import type { LiveItem } from './live-item'
import { Properties } from './properties'
import type { RecordRow } from './record-row'
import { Similar } from './similar'
import { transactionOf } from './transaction-link'

/** Everything about one item. */
export function Record({ itemId, item }: { readonly itemId: string; readonly item: LiveItem | undefined }) {
  const { table, error, isLoading } = useQuery(recordQuery(itemId, item))
  const [row] = table === undefined ? [] : toObjects<RecordRow>(table)
  if (error !== undefined) return <p class="record error">{error.message}</p>
  if (row === undefined) {
    return <p class="record text3">{isLoading ? 'Loading' : 'This item is no longer in the store.'}</p>
  }
  const atMs = Date.parse(String(row['timestamp']))
  const transaction = transactionOf(String(row['operation_Id'] ?? ''))
  const details = detailOf(row)
  return (
    <article class="record" aria-label="Record">
      <div class="record-actions">
        {transaction !== undefined && (
          <a class="button primary" href={transaction}>
            Open transaction <kbd>Enter</kbd>
          </a>
        )}
        <a
          class="button"
          href={hrefOf('/live', aroundParams(atMs, itemId))}
          title="All items from 5 s before to 5 s after"
        >
          Around this <span class="text3">±5 s</span>
        </a>
        <CopyButton text={() => JSON.stringify(withObjects(row), null, 2)} label="JSON" />
        <Similar row={row} />
      </div>
      <div class="record-columns">
        <div class="record-main">
          {details !== '' && <p class="record-text">{details}</p>}
          {row['itemType'] === 'exception' && <ExceptionStacks details={exceptionDetails(row['details'])} />}
        </div>
        <Properties row={row} />
      </div>
      {row['itemCount'] !== null && Number(row['itemCount']) > 1 && (
        <p class="record-note">
          <Glyph name="warning" /> Sampled: this item stands for {Number(row['itemCount'])}.
        </p>
      )}
    </article>
  )
}

// --- helpers ---

const AROUND_MS = 5_000

function recordQuery(itemId: string, item: LiveItem | undefined): string {
  // The time spares the database a search of everything.
  const time = item === undefined ? '' : ` and timestamp between (${moment(item.atMs - 1)} .. ${moment(item.atMs + 1)})`
  return `union requests, dependencies, traces, exceptions, customEvents, pageViews, availabilityResults
| where itemId == ${literal(itemId)}${time}
| take 1`
}

function aroundParams(atMs: number, itemId: string): URLSearchParams {
  const [from, to] = [new Date(atMs - AROUND_MS).toISOString(), new Date(atMs + AROUND_MS).toISOString()]
  return new URLSearchParams({ from, to, open: itemId })
}

/** The text that the row of the list may have cut. The stack of an exception begins with its message. */
function detailOf(row: RecordRow): string {
  if (row['itemType'] === 'exception') return ''
  const [text] = [row['message'], row['data'], row['url'], row['name']].filter(
    (value) => typeof value === 'string' && value !== '',
  )
  return String(text ?? '')
}

function withObjects(row: RecordRow): object {
  const known = Object.entries(row).filter(([, value]) => value !== null && value !== '')
  return Object.fromEntries(known.map(([name, value]) => [name, DYNAMIC.has(name) ? parsed(value) : value]))
}

const DYNAMIC = new Set(['customDimensions', 'customMeasurements', 'details'])

function parsed(value: Value | undefined): unknown {
  const object = dynamicObject(value)
  return Object.keys(object).length > 0 || Array.isArray(object) ? object : value
}
