import { CopyButton } from '../../components/copy-button'
import { Glyph } from '../../components/glyph'
import { RoleMark } from '../../components/role-mark'
import { literal } from '../../query/kql'
import { useQuery } from '../../query/use-query'
import { hrefOf } from '../../state/address'
import { count, duration } from '../../state/format'
import { cut } from '../../state/text'
import { type Item, isError, isSpan } from './item'
import { exceptionDetails, groupFrames, placeOf, type StackFrame } from './stack-frames'

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
      {details.map(({ type, message, frames, rawStack }, index) => (
        <section key={`${index} ${type}`} class="exception-detail">
          {index > 0 && <p class="text3">caused by</p>}
          <h2 class="error">{type}</h2>
          <p>{message}</p>
          {frames.length > 0 ? <Stack frames={frames} /> : rawStack !== '' && <pre class="raw-stack">{rawStack}</pre>}
        </section>
      ))}
      {details.length === 0 && <h2 class="error">{item.title}</h2>}
      {problemId !== '' && <SameProblem problemId={problemId} />}
    </>
  )
}

function Stack({ frames }: { readonly frames: readonly StackFrame[] }) {
  return (
    <ol class="stack">
      {groupFrames(frames).map((group, index) =>
        group.kind === 'own' ? (
          <li key={`own ${index}`}>
            <Frame frame={group.frame} />
          </li>
        ) : (
          <li key={`foreign ${index}`}>
            <details>
              <summary class="text3">{count(group.frames.length)} frames of packages and the runtime</summary>
              {group.frames.map((frame, at) => (
                <div key={`${at} ${frame.method}`}>
                  <Frame frame={frame} />
                </div>
              ))}
            </details>
          </li>
        ),
      )}
    </ol>
  )
}

/** A click copies the path and line, which editors open. */
function Frame({ frame }: { readonly frame: StackFrame }) {
  return (
    <>
      <code>{frame.method}</code>{' '}
      <CopyButton
        class="frame-place"
        label={placeOf(frame)}
        title={frame.file}
        text={() => (frame.line > 0 ? `${frame.file}:${frame.line}` : frame.file)}
      />
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
  const own = [...entriesOf(row['customDimensions']), ...entriesOf(row['customMeasurements'])]
  const fields = Object.entries(row).filter(
    ([name, value]) => !NOT_SHOWN.has(name) && value !== '' && value !== null && value !== undefined,
  )
  return (
    <section class="properties">
      <h3>
        Properties <span>{count(own.length)}</span>
      </h3>
      <dl>
        {own.map(([name, value]) => (
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
