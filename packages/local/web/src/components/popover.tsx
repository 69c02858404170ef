import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

interface PopoverProps {
  readonly label: string
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
  /** The content of the button that opens it. */
  readonly button: ComponentChildren
  readonly buttonClass?: string
  readonly children: ComponentChildren
}

/** A small panel below its button. Esc or a click elsewhere closes it. */
export function Popover({ label, isOpen, onOpen, button, buttonClass = 'button', children }: PopoverProps) {
  const place = useRef<HTMLSpanElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!isOpen) return
    const stop = new AbortController()
    const closeOutside = ({ target }: Event) => {
      if (target instanceof Node && !place.current?.contains(target)) onOpen(false)
    }
    addEventListener('pointerdown', closeOutside, { signal: stop.signal })
    place.current?.querySelector<HTMLElement>('.popover button, .popover input')?.focus()
    return () => stop.abort()
  }, [isOpen, onOpen])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen) return
    event.preventDefault()
    event.stopPropagation()
    onOpen(false)
    opener.current?.focus()
  }
  return (
    <span class="popover-place" ref={place} onKeyDown={onKeyDown} role="presentation">
      <button
        ref={opener}
        type="button"
        class={buttonClass}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => onOpen(!isOpen)}
      >
        {button}
      </button>
      {isOpen && (
        <div class="popover" role="dialog" aria-label={label}>
          {children}
        </div>
      )}
    </span>
  )
}
