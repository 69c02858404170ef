import { useEffect, useRef } from 'preact/hooks'
import { decodeFragment, encodeFragment } from '../../query/fragment'
import { address, replace } from '../../state/address'
import type { Editor } from './editor/create-editor'
import { keepDraft, readDraft } from './remembered'
import { session } from './session'

/**
 * Keeps the text of the editor in the fragment of the address, and follows the address. A query that comes by the address runs,
 * as one that comes from another view does.
 */
export function useFragment(editor: { readonly current: Editor | undefined }, onArrive: () => void): void {
  const written = useRef<string | undefined>(undefined)
  const { fragment } = address.value
  useEffect(() => {
    if (fragment === written.current) return
    written.current = fragment
    if (fragment === '') {
      editor.current?.setText(session.text.peek() || readDraft(), Number.POSITIVE_INFINITY)
      editor.current?.focus()
      return
    }
    let isStale = false
    decodeFragment(fragment).then((text) => {
      if (isStale || text === undefined) return
      const isNew = text !== session.text.peek() || session.finished.peek() === undefined
      editor.current?.setText(text, Number.POSITIVE_INFINITY)
      if (isNew) onArrive()
    })
    return () => {
      isStale = true
    }
  }, [fragment])
  const text = session.text.value
  useEffect(() => {
    const timer = setTimeout(async () => {
      keepDraft(text)
      const next = text === '' ? '' : await encodeFragment(text)
      if (location.pathname !== '/query' || text !== session.text.peek()) return
      written.current = next
      replace(location.pathname + location.search + (next === '' ? '' : `#${next}`))
    }, TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
}

// --- helpers ---

const TYPING_MS = 300
