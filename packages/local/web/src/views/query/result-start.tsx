import { QueryEntry } from './query-entry'
import { samples } from './samples'
import { withTitle } from './saved-list'
import { session } from './session'

/** What to do before the first run: samples. */
export function ResultStart({ onAppend }: { readonly onAppend: (text: string) => void }) {
  if (session.running.value !== undefined) return <div class="query-start" aria-busy="true" />
  if (session.failed.value !== undefined) return null
  return (
    <div class="query-start">
      <h2>Start with a question</h2>
      <p class="text2">
        A query is written in KQL, as in the portal of Azure: queries that run here run there. Blank lines divide
        queries; Run runs the one at the cursor.
      </p>
      <ul class="query-list">
        {samples.filter(isFirst).map(({ title, table, text }) => (
          <QueryEntry
            key={title}
            title={title}
            detail={table}
            text={text}
            onOpen={() => onAppend(withTitle(title, text))}
          />
        ))}
      </ul>
      <p class="text3">More samples are in Saved.</p>
    </div>
  )
}

// --- helpers ---

/** The first sample of each of the main tables. */
function isFirst({ table }: { readonly table: string }, index: number, all: typeof samples): boolean {
  return index < 12 && all.findIndex((sample) => sample.table === table) === index
}
