import type { ComponentChildren } from 'preact'
import { Glyph } from '../../components/glyph'

/** The record of narrow windows, at their bottom. */
export function RecordSheet(props: { readonly onClose: () => void; readonly children: ComponentChildren }) {
  return (
    <section class="record-sheet" aria-label="Record">
      <button type="button" class="icon sheet-close" aria-label="Close" onClick={props.onClose}>
        <Glyph name="close" />
      </button>
      {props.children}
    </section>
  )
}
