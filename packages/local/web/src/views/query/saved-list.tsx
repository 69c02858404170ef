import { Glyph } from '../../components/glyph'
import { showToast } from '../../shell/toast'
import { QueryEntry } from './query-entry'
import { removeSavedQuery, savedQueries, saveQuery } from './remembered'
import { samples } from './samples'

/** Saved queries, then the prepared ones by table. */
export function SavedList({ onAppend }: { readonly onAppend: (text: string) => void }) {
  const remove = (name: string, text: string) => {
    removeSavedQuery(name)
    showToast(`${name} is removed.`, { action: { label: 'Undo', run: () => saveQuery({ name, text }) } })
  }
  return (
    <>
      <section class="query-list">
        <h3>Saved in this browser</h3>
        {savedQueries.value.length === 0 && <p class="text3">Save keeps the query at the cursor here.</p>}
        <ul>
          {savedQueries.value.map(({ name, text }) => (
            <QueryEntry key={name} title={name} text={text} onOpen={() => onAppend(text)}>
              <button type="button" class="icon" aria-label={`Remove ${name}`} onClick={() => remove(name, text)}>
                <Glyph name="close" />
              </button>
            </QueryEntry>
          ))}
        </ul>
      </section>
      <section class="query-list">
        <h3>Samples</h3>
        <ul>
          {samples.map(({ title, table, text }) => (
            <QueryEntry
              key={title}
              title={title}
              detail={table}
              text={text}
              onOpen={() => onAppend(withTitle(title, text))}
            />
          ))}
        </ul>
      </section>
    </>
  )
}

/** Returns a sample with its title as a comment. */
export function withTitle(title: string, text: string): string {
  return `// ${title}\n${text}`
}
