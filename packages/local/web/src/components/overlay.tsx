import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

interface OverlayProps {
  readonly label: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly class?: string
  readonly children: ComponentChildren
}

/** A modal layer. Esc or a click beside it closes it; the focus returns to where it was. */
export function Overlay({ label, isOpen, onClose, class: className = '', children }: OverlayProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  // Before the next key is typed, which belongs to the dialog.
  useLayoutEffect(() => {
    if (isOpen) dialog.current?.showModal()
    else dialog.current?.close()
  }, [isOpen])
  return (
    <dialog
      ref={dialog}
      class={`overlay ${className}`}
      aria-label={label}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose()
      }}
    >
      {isOpen && <div class="overlay-content">{children}</div>}
    </dialog>
  )
}
