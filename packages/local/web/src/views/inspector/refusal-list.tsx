import { CopyButton } from '../../components/copy-button'
import { Glyph } from '../../components/glyph'
import { RoleMark } from '../../components/role-mark'
import { count, timeOfDay } from '../../state/format'
import { cut } from '../../state/text'
import type { Refusal } from './use-refusals'

interface RefusalListProps {
  readonly refusals: readonly Refusal[]
  /** The key of the item that is shown as it was sent. */
  readonly opened: string | undefined
  readonly onOpen: (key: string | undefined) => void
}

const SHOWN = 100

/** The newest refused items. A click shows the item as it was sent. */
export function RefusalList({ refusals, opened, onOpen }: RefusalListProps) {
  return (
    <section>
      <h3>
        Newest <span>{count(Math.min(SHOWN, refusals.length))}</span>
      </h3>
      {refusals.slice(0, SHOWN).map((refusal, index) => {
        const key = `${refusal.atMs} ${refusals.length - index}`
        const isOpen = key === opened
        return (
          <div key={key} class="refusal">
            <button type="button" aria-expanded={isOpen} onClick={() => onOpen(isOpen ? undefined : key)}>
              <Glyph name={isOpen ? 'down' : 'right'} />
              <code>{timeOfDay(refusal.atMs)}</code>
              <RoleMark name={refusal.role} />
              <span class="text3">{cut(refusal.baseType || 'unknown', 30)}</span>
              <span class="refusal-message">{cut(refusal.message, 300)}</span>
            </button>
            {isOpen && <Sent refusal={refusal} />}
          </div>
        )
      })}
    </section>
  )
}

// --- helpers ---

function Sent({ refusal }: { readonly refusal: Refusal }) {
  const { message, sdkVersion, iKey, operationId, text } = refusal
  return (
    <div class="refusal-item">
      <p>{message}</p>
      <p class="text3">
        {[sdkVersion || 'unknown SDK', `key ${cut(iKey || 'none', 40)}`, operationId && `operation ${operationId}`]
          .filter(Boolean)
          .join(', ')}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard. */}
      <pre tabIndex={0}>{indented(text)}</pre>
      <CopyButton text={() => text} />
    </div>
  )
}

/** The server keeps the first characters of an item, which may be no JSON on their own. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    return text
  }
}
