import { signal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { Glyph } from '../components/glyph'
import { Overlay } from '../components/overlay'
import { recognizeId } from '../state/recognize-id'
import { commandsFor, type PaletteEntry } from './commands'
import { useFoundId } from './found-id'
import { Keys } from './key-help'
import { useOperations } from './operations'

const isOpen = signal(false)
const initialText = signal('')

/** Opens the search for operations, filters, commands and ids. */
export function openPalette(text = ''): void {
  initialText.value = text
  isOpen.value = true
}

export function closePalette(): void {
  isOpen.value = false
}

export function Palette() {
  return (
    <Overlay label="Search and commands" isOpen={isOpen.value} onClose={closePalette} class="palette">
      <PaletteContent />
    </Overlay>
  )
}

// --- helpers ---

function PaletteContent() {
  const [text, setText] = useState(initialText.value)
  const [selected, setSelected] = useState(0)
  const id = recognizeId(text)
  const found = useFoundId(id)
  const operations = useOperations(id === undefined ? text : '')
  const entries = [...(found?.entries ?? []), ...operations, ...commandsFor(text, id)]
  const active = Math.min(selected, entries.length - 1)
  useEffect(() => {
    document.getElementById(`palette-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const run = (entry: PaletteEntry | undefined) => {
    closePalette()
    entry?.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setSelected((active + step + entries.length) % Math.max(1, entries.length))
    else if (event.key === 'Enter' && !event.isComposing) run(entries[active])
    else return
    event.preventDefault()
  }
  return (
    <>
      <div class="palette-input">
        <Glyph name="search" />
        <input
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-entries"
          aria-activedescendant={entries.length > 0 ? `palette-${active}` : undefined}
          aria-label="Search, or paste any id"
          placeholder="Search, or paste any id"
          spellcheck={false}
          autocomplete="off"
          autofocus
          value={text}
          onInput={({ currentTarget }) => [setText(currentTarget.value), setSelected(0)]}
          onKeyDown={onKeyDown}
        />
        {id !== undefined && <span class="palette-kind">{id.kind}</span>}
        <button type="button" class="palette-close" aria-label="Esc: close" onClick={closePalette}>
          <kbd>Esc</kbd>
          <Glyph name="close" />
        </button>
      </div>
      {found !== undefined && (
        <p class="found-id" role="status">
          {found.summary}
        </p>
      )}
      <ul id="palette-entries" role="listbox" aria-label="Results">
        {entries.map((entry, index) => (
          <Entry
            key={entry.key}
            entry={entry}
            index={index}
            text={text}
            isActive={index === active}
            startsGroup={entry.group !== entries[index - 1]?.group}
            onRun={() => run(entry)}
          />
        ))}
      </ul>
      <div class="palette-footer">
        <span>
          <Keys name="ArrowUp ArrowDown" /> choose
        </span>
        <span>
          <Keys name="Enter" /> open
        </span>
        <span class="palette-hint">Paste any id to open its transaction</span>
      </div>
    </>
  )
}

interface EntryProps {
  readonly entry: PaletteEntry
  readonly index: number
  readonly text: string
  readonly isActive: boolean
  readonly startsGroup: boolean
  readonly onRun: () => void
}

function Entry({ entry, index, text, isActive, startsGroup, onRun }: EntryProps) {
  return (
    <>
      {startsGroup && (
        <li class="palette-group" role="presentation">
          {entry.group}
        </li>
      )}
      <li id={`palette-${index}`} class="palette-entry" role="option" aria-selected={isActive} onClick={onRun}>
        <Glyph name={entry.glyph} />
        <span class="palette-label">
          <Marked label={entry.label} text={text} />
          {entry.detail !== undefined && <span class="text3"> {entry.detail}</span>}
        </span>
        {entry.keys !== undefined && <Keys name={entry.keys} />}
      </li>
    </>
  )
}

/** Sets the part of a label that matches in bold. */
function Marked({ label, text }: { readonly label: string; readonly text: string }) {
  const at = text === '' ? -1 : label.toLowerCase().indexOf(text.trim().toLowerCase())
  if (at === -1) return <>{label}</>
  const end = at + text.trim().length
  return (
    <>
      {label.slice(0, at)}
      <b>{label.slice(at, end)}</b>
      {label.slice(end)}
    </>
  )
}
