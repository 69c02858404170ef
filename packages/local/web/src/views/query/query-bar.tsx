import { useEffect, useState } from 'preact/hooks'
import { Glyph } from '../../components/glyph'
import { Popover } from '../../components/popover'
import { CopyLink } from '../../shell/copy-link'
import { TimeMenu } from '../../shell/time-menu'
import { showToast } from '../../shell/toast'
import { count } from '../../state/format'
import { saveQuery } from './remembered'
import { restrictsTime } from './restricts-time'
import { session } from './session'

interface QueryBarProps {
  readonly onRun: () => void
  /** Opens the side panel of narrow windows. */
  readonly onSide: () => void
}

/** Run, the time range, and what to do with the query. */
export function QueryBar({ onRun, onSide }: QueryBarProps) {
  const active = session.active.value
  const queries = session.queries.value.length
  const isSlow = useIsSlow()
  return (
    <div class="query-bar" role="toolbar" aria-label="Query">
      {isSlow ? (
        <button type="button" class="button" onClick={() => session.cancel()}>
          <Glyph name="close" /> Cancel
        </button>
      ) : (
        <button type="button" class="button primary" disabled={active === undefined} onClick={onRun}>
          <Glyph name="play" /> Run <kbd>Ctrl Enter</kbd>
        </button>
      )}
      <TimeMenu label={active !== undefined && restrictsTime(active.text) ? 'Set in query' : undefined} />
      <button type="button" class="button query-side-button" aria-label="Tables and queries" onClick={onSide}>
        <Glyph name="log" />
        <span>Tables</span>
      </button>
      {queries > 1 && (
        <span class="text3 query-position">
          Query {count(session.activeIndex.value + 1)} of {count(queries)}
        </span>
      )}
      <span class="query-bar-end">
        {active !== undefined && <SaveButton text={active.text} />}
        <CopyLink />
      </span>
      {isSlow && <div class="query-progress" role="progressbar" aria-label="The query runs" />}
    </div>
  )
}

// --- helpers ---

/** Shorter runs show nothing, so that nothing flickers. */
const SLOW_MS = 300

function useIsSlow(): boolean {
  const running = session.running.value
  const [slow, setSlow] = useState<object | undefined>(undefined)
  useEffect(() => {
    if (running === undefined) return
    const timer = setTimeout(() => setSlow(running), SLOW_MS)
    return () => clearTimeout(timer)
  }, [running])
  return running !== undefined && slow === running
}

function SaveButton({ text }: { readonly text: string }) {
  const [isOpen, setOpen] = useState(false)
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget as HTMLFormElement).get('name')).trim()
    if (name === '') return
    setOpen(false)
    if (saveQuery({ name, text: text.trim() })) showToast(`Saved as ${name}.`)
    else showToast('The browser does not keep it: its storage is full or forbidden.', { isError: true })
  }
  return (
    <Popover
      label="Save query"
      isOpen={isOpen}
      onOpen={setOpen}
      buttonClass="button quiet"
      button={
        <>
          <Glyph name="star" />
          <span>Save</span>
        </>
      }
    >
      <form class="query-save" onSubmit={save}>
        <label>
          Name <input name="name" type="text" maxLength={80} defaultValue={nameOf(text)} />
        </label>
        <button type="submit" class="button primary">
          Save
        </button>
      </form>
    </Popover>
  )
}

/** The first comment of a query, or else its first line. */
function nameOf(text: string): string {
  const comment = /^\s*\/\/\s*(.+)/.exec(text)?.[1]
  return (comment ?? text.trim().split('\n')[0] ?? '').slice(0, 80)
}
