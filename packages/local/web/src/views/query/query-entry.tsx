import type { ComponentChildren } from 'preact'

interface QueryEntryProps {
  readonly title: string
  /** Beside the title, such as the table. */
  readonly detail?: string
  readonly text: string
  readonly onOpen: () => void
  /** Buttons at the end of the line. */
  readonly children?: ComponentChildren
}

/** A query of a list. Shows its text when the pointer rests on it. */
export function QueryEntry({ title, detail, text, onOpen, children }: QueryEntryProps) {
  return (
    <li class="query-entry">
      <button type="button" title={text.slice(0, 2_000)} onClick={onOpen}>
        <span>{title}</span>
        {detail !== undefined && <span class="text3">{detail}</span>}
      </button>
      {children}
    </li>
  )
}
