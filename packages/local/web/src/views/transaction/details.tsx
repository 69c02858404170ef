import { CopyButton } from '../../components/copy-button'
import { ExceptionStacks } from '../../components/exception-stacks'
import { Glyph } from '../../components/glyph'
import { RoleMark } from '../../components/role-mark'
import { exceptionDetails } from '../../components/stack-frames'
import { literal } from '../../query/kql'
import { useQuery } from '../../query/use-query'
import { hrefOf } from '../../state/address'
import { count, duration } from '../../state/format'
import { cut } from '../../state/text'
import { type Item, isError, isSpan } from './item'

interface DetailsProps {
  readonly item: Item
  /** The start of the operation, in milliseconds since 1970. */
  readonly startMs: number
  readonly onClose: () => void
}

/** All that is known of an item: what happened, its stack, its properties. */
export function Details({ item, startMs, onClose }: DetailsProps) {
  const { role, kind, title, row } = item
  return (
    <aside class="details" aria-label="Details">
      <header>
        <RoleMark name={role} withName />
        <span class="text3">at {duration(item.startMs - startMs)}</span>
        <CopyButton class="icon" label="" title="Copy as JSON" text={() => JSON.stringify(row, undefined, 2)} />
        <button type="button" class="icon" aria-label="Close" onClick={onClose}>
          <Glyph name="close" />
        </button>
      </header>
      {kind === 'exception' ? (
        <ExceptionPart item={item} />
      ) : (
        <h2 class={isError(item) ? 'details-title error' : 'details-title'}>{title}</h2>
      )}
      {isSpan(item) && <p class="text2">{[item.resultCode, duration(item.durationMs)].filter(Boolean).join(', ')}</p>}
      <Properties item={item} />
    </aside>
  )
}

// --- helpers, in order of use ---

function ExceptionPart({ item }: { readonly item: Item }) {
  const details = exceptionDetails(item.row['details'])
  const problemId = String(item.row['problemId'] ?? '')
  return (
    <>
      <ExceptionStacks details={details} />
      {details.length === 0 && <h2 class="error">{item.title}</h2>}
      {problemId !== '' && <SameProblem key={problemId} problemId={problemId} />}
    </>
  )
}

/** How often the same problem occurred in the last 30 minutes. */
function SameProblem({ problemId }: { readonly problemId: string }) {
  const { table } = useQuery(`exceptions
| where timestamp > ago(30m) and problemId == ${literal(problemId)}
| summarize occurrences = sum(itemCount), roles = dcount(cloud_RoleName)`)
  const [occurrences, roles] = table?.rows[0] ?? []
  if (typeof occurrences !== 'number' || occurrences === 0) return null
  return (
    <p class="same-problem">
      <b class="error">{count(occurrences)}</b> like this in the last 30 min, in {count(Number(roles))}{' '}
      {roles === 1 ? 'role' : 'roles'}
    </p>
  )
}

/** Fields that are shown above the properties, or say nothing about the item. */
const NOT_SHOWN = new Set(['details', 'customDimensions', 'customMeasurements', 'message', 'itemType', 'success'])

function Properties({ item: { row } }: { readonly item: Item }) {
  const dimensions = entriesOf(row['customDimensions'])
  const measurements = entriesOf(row['customMeasurements'])
  const fields = Object.entries(row).filter(
    ([name, value]) => !NOT_SHOWN.has(name) && value !== '' && value !== null && value !== undefined,
  )
  return (
    <section class="properties">
      <h3>
        Properties <span>{count(dimensions.length + measurements.length)}</span>
      </h3>
      <dl>
        {dimensions.map(([name, value]) => (
          <div key={name}>
            <dt>{cut(name, 150)}</dt>
            <dd>
              {cut(shown(value), 8_192)}
              <a
                class="only"
                title="Show items with this value"
                href={hrefOf('/live', new URLSearchParams({ [`p.${name}`]: shown(value) }))}
              >
                only
              </a>
            </dd>
          </div>
        ))}
        {measurements.map(([name, value]) => (
          <div key={`measurement ${name}`}>
            <dt>{cut(name, 150)}</dt>
            <dd>{cut(shown(value), 8_192)}</dd>
          </div>
        ))}
      </dl>
      <h3>Fields</h3>
      <dl>
        {fields.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{cut(shown(value), 8_192)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}
