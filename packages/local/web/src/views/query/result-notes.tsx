import { Glyph } from '../../components/glyph'
import { count, shortTime } from '../../state/format'
import { type Finished, MAX_ROWS, session } from './session'
import { type Drawing, MAX_SERIES } from './to-chart'

interface ResultNotesProps {
  readonly finished: Finished
  readonly drawing: Drawing | undefined
  readonly onRunAll: () => void
}

/** What a chart shows, whether the result belongs to the query at the cursor, warnings, and what is missing. */
export function ResultNotes({ finished, drawing, onRunAll }: ResultNotesProps) {
  const { result, text, atMs } = finished
  const age = ageOf(text)
  const left = drawing?.kind === 'lines' ? drawing.seriesCount - drawing.series.length : 0
  const notes = [
    ...result.warnings.map(({ message }) => message),
    ...(left > 0 ? [`The ${MAX_SERIES} largest of ${count(left + MAX_SERIES)} series are drawn.`] : []),
    ...(result.render !== undefined && result.render.kind !== 'table' && drawing === undefined && result.rows.length > 0
      ? [`The rows cannot be drawn as ${result.render.kind}: ${reasonFor(result.render.kind)}`]
      : []),
  ]
  const hasTitle = drawing !== undefined && drawing.title !== ''
  if (!hasTitle && age === undefined && notes.length === 0 && !result.isTruncated) return null
  return (
    <div class="query-notes">
      {(hasTitle || age !== undefined) && (
        <p>
          {hasTitle && <b>{drawing.title}</b>}
          {age !== undefined && (
            <span class="text3">
              As run at {shortTime(atMs, true)}, {age}
            </span>
          )}
        </p>
      )}
      {result.isTruncated && (
        <p class="warn">
          <Glyph name="warning" />
          <span>
            Only the first {count(result.rows.length)} rows are read. Summarize, or take fewer rows or columns.{' '}
            {result.rows.length < MAX_ROWS && (
              <button type="button" class="link" onClick={onRunAll}>
                Read up to {count(MAX_ROWS)}
              </button>
            )}
          </span>
        </p>
      )}
      {notes.map((note) => (
        <p key={note} class="warn">
          <Glyph name="warning" /> {note}
        </p>
      ))}
    </div>
  )
}

// --- helpers ---

/** Says of a result that does not belong to the query at the cursor to which one it does. */
function ageOf(text: string): string | undefined {
  if (session.active.value?.text.trim() === text) return undefined
  const at = session.queries.value.findIndex((query) => query.text.trim() === text)
  return at === -1 ? 'before this edit' : `by query ${at + 1}`
}

function reasonFor(kind: string): string {
  return DRAWN.test(kind)
    ? 'it needs a column of numbers, and for lines a column of times or numbers.'
    : 'this page draws time, line, area, column, bar, pie and scatter charts, and cards.'
}

const DRAWN = /^(time|line|area|stackedarea|column|bar|pie|scatter|anomaly)chart$|^card$/
