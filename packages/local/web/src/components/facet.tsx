import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { count } from '../state/format'
import { Glyph } from './glyph'

export interface FacetValue {
  readonly value: string
  /** What is shown. @default the value */
  readonly label?: ComponentChildren
  readonly count: number
}

interface FacetProps {
  readonly title: string
  readonly values: readonly FacetValue[]
  /** Whether rows with this value are shown now. */
  readonly isShown: (value: string) => boolean
  readonly onOnly: (value: string) => void
  readonly onToggle: (value: string) => void
  readonly onExclude: (value: string) => void
  /** Present if the facet can be removed. */
  readonly onRemove?: (() => void) | undefined
}

/** The values of a field with their counts. Shows the top 8 until asked for more. */
export function Facet({ title, values, isShown, onOnly, onToggle, onExclude, onRemove }: FacetProps) {
  const [isExpanded, setExpanded] = useState(false)
  const [search, setSearch] = useState('')
  const max = Math.max(1, ...values.map((value) => value.count))
  const matching = values.filter(({ value }) => value.toLowerCase().includes(search.toLowerCase()))
  const shown = isExpanded ? matching : matching.slice(0, TOP)
  return (
    <section class="facet" aria-label={title}>
      <div class="facet-title">
        <h3 title={title}>{title}</h3>
        {onRemove && (
          <button type="button" class="icon" aria-label={`Remove ${title}`} onClick={onRemove}>
            <Glyph name="close" />
          </button>
        )}
      </div>
      {isExpanded && (
        <input
          type="text"
          class="facet-search"
          placeholder="Find a value"
          aria-label={`Find a value of ${title}`}
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
      )}
      <ul>
        {shown.map(({ value, label, count: items }) => (
          <li key={value} class={items === 0 ? 'facet-value none' : 'facet-value'}>
            <span class="facet-fill" style={{ width: `${(items / max) * 100}%` }} />
            <input
              type="checkbox"
              checked={isShown(value)}
              aria-label={`Show ${value === '' ? 'empty' : value}`}
              onChange={() => onToggle(value)}
            />
            <button
              type="button"
              title="Only this (Alt excludes)"
              onClick={({ altKey }) => (altKey ? onExclude(value) : onOnly(value))}
            >
              <span class="facet-label">{label ?? (value === '' ? <i>empty</i> : value)}</span>
              <span class="facet-count">{count(items)}</span>
            </button>
          </li>
        ))}
      </ul>
      {values.length > TOP && (
        <button type="button" class="facet-more" onClick={() => [setExpanded(!isExpanded), setSearch('')]}>
          {isExpanded ? 'Fewer' : `${count(values.length - TOP)} more`}
        </button>
      )}
    </section>
  )
}

// --- helpers ---

const TOP = 8
