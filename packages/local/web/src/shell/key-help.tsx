import { signal } from '@preact/signals'
import { Fragment } from 'preact'
import { Overlay } from '../components/overlay'
import { hasLetterKeys } from '../state/preferences'
import { bindings } from './keys'

const isOpen = signal(false)

export function openKeyHelp(): void {
  isOpen.value = true
}

/** Lists all keys that work in this view. */
export function KeyHelp() {
  const groups = Map.groupBy(
    bindings.value.filter(({ label }) => label !== ''),
    ({ group }) => group,
  )
  return (
    <Overlay label="All keys" isOpen={isOpen.value} onClose={close} class="key-help">
      <h2>Keys</h2>
      <div class="key-groups">
        {[...groups].map(([group, members]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {members.map(({ keys, label }) => (
                <div key={label}>
                  <dt>
                    {[keys].flat().map((key, index) => (
                      <Fragment key={key}>
                        {index > 0 && <span class="text3">or</span>}
                        <Keys name={key} />
                      </Fragment>
                    ))}
                  </dt>
                  <dd>{label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label class="choice">
        <input
          type="checkbox"
          checked={hasLetterKeys.value}
          onChange={({ currentTarget }) => {
            hasLetterKeys.value = currentTarget.checked
          }}
        />
        Single letters are shortcuts
      </label>
    </Overlay>
  )
}

/** Draws the keys of a binding. */
export function Keys({ name }: { readonly name: string }) {
  return (
    <span class="keys">
      {name
        .split(/ (?:then )?/)
        .filter((part) => part !== '')
        .map((part, index) => (
          <kbd key={`${index} ${part}`}>{SYMBOLS[part] ?? (part.length === 1 ? part.toUpperCase() : part)}</kbd>
        ))}
    </span>
  )
}

// --- helpers ---

const SYMBOLS: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
}

function close(): void {
  isOpen.value = false
}
