import { useEffect, useRef, useState } from 'preact/hooks'
import { Glyph } from '../components/glyph'
import { address } from '../state/address'
import { levelsLabel } from '../state/levels'
import { type Filter, type FilterField, removeFilter, scope, setOnly, setText } from '../state/scope'
import { cut } from '../state/text'
import { parseFilter } from './parse-filter'

/** The filters as tokens, and a field for text or `property=value`. Roles have their own buttons. */
export function FilterBox() {
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(scope.value.text)
  const { filters, text } = scope.value
  // Follows the address, unless the person is typing.
  useEffect(() => {
    if (document.activeElement !== input.current) setTyped(text)
  }, [text, address.value])
  useEffect(() => {
    const timer = setTimeout(() => {
      if (parseFilter(typed) === undefined && typed !== scope.peek().text) setText(typed)
    }, TYPING_MS)
    return () => clearTimeout(timer)
  }, [typed])
  const apply = () => {
    const filter = parseFilter(typed)
    if (filter === undefined) return setText(typed)
    setOnly(filter.field, [filter.value])
    setTyped(text)
  }
  const shown = filters.filter(({ field, isExcluded }) => field !== 'role' || isExcluded)
  return (
    <div class="filter-box">
      <Glyph name="filter" />
      {shown.map((filter) => (
        <Token key={filter.field + filter.isExcluded} filter={filter} />
      ))}
      <input
        ref={input}
        type="text"
        aria-label="Filter by text or property"
        placeholder="Filter by text or property"
        title="Text, or a property and its value: card.brand=visa"
        spellcheck={false}
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onBlur={apply}
        onKeyDown={(event) => {
          if (event.key === 'Enter') apply()
          if (event.key === 'Escape') [setTyped(''), setText(''), input.current?.blur()]
          const last = shown.at(-1)
          if (event.key === 'Backspace' && typed === '' && last !== undefined) removeFilter(last)
        }}
      />
    </div>
  )
}

// --- helpers ---

const TYPING_MS = 250

function Token({ filter }: { readonly filter: Filter }) {
  const { field, values, isExcluded } = filter
  const value = field === 'level' ? levelsLabel(values) : values.map((each) => each || 'empty').join(', ')
  const name = nameOf(field)
  return (
    <span class="token">
      <span class="text3">
        {name}
        {isExcluded && ' not'}
      </span>{' '}
      <b title={value}>{cut(value, 40)}</b>
      <button type="button" aria-label={`Remove ${name} ${cut(value, 40)}`} onClick={() => removeFilter(filter)}>
        <Glyph name="close" />
      </button>
    </span>
  )
}

function nameOf(field: FilterField): string {
  return field === 'op' ? 'operation' : field.replace(/^p\./, '')
}
