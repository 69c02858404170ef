import { count, day, duration, shortTime } from '../../state/format'
import { QueryEntry } from './query-entry'
import { clearHistory, history } from './remembered'

/** The queries that were run in this browser, the newest first. */
export function HistoryList({ onAppend }: { readonly onAppend: (text: string) => void }) {
  const entries = history.value
  return (
    <section class="query-list">
      <h3>Run in this browser</h3>
      {entries.length === 0 && <p class="text3">Queries that had a result are listed here.</p>}
      <ul>
        {entries.map(({ text, atMs, rows, elapsedMs }) => (
          <QueryEntry
            key={text}
            title={text.replace(/\s+/g, ' ').slice(0, 120)}
            detail={`${day(atMs)} ${shortTime(atMs)}, ${count(rows)} rows in ${duration(elapsedMs)}`}
            text={text}
            onOpen={() => onAppend(text)}
          />
        ))}
      </ul>
      {entries.length > 0 && (
        <button type="button" class="link" onClick={clearHistory}>
          Clear
        </button>
      )}
    </section>
  )
}
