import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { copyText } from '../state/text'
import { Glyph } from './glyph'

interface CopyButtonProps {
  /** Called when the button is pressed. */
  readonly text: () => string
  readonly label?: string
  readonly class?: string
  readonly title?: string
  readonly children?: ComponentChildren
}

/** Copies a text. The button itself says whether it worked. */
export function CopyButton({ text, label = 'Copy', class: className = 'button', title, children }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | undefined>(undefined)
  useEffect(() => {
    if (outcome === undefined) return
    const timer = setTimeout(() => setOutcome(undefined), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = async () => setOutcome((await copyText(text())) ? 'copied' : 'failed')
  const shown = outcome === 'copied' ? 'Copied' : outcome === 'failed' ? 'Not allowed' : label
  return (
    <button type="button" class={className} title={title} aria-label={shown === '' ? title : undefined} onClick={copy}>
      <Glyph name={outcome === 'copied' ? 'check' : 'copy'} />
      {shown}
      {children}
    </button>
  )
}

// --- helpers ---

const SHOWN_MS = 2_000
