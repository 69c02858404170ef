import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

interface ToastContent {
  readonly text: string
  readonly isError: boolean
  readonly undo: (() => void) | undefined
}

const current = signal<ToastContent | undefined>(undefined)

/** Shows one line at the bottom for 4 s. Errors stay until they are closed. */
export function showToast(
  text: string,
  options: { readonly isError?: boolean; readonly undo?: () => void } = {},
): void {
  current.value = { text, isError: options.isError ?? false, undo: options.undo }
}

export function Toast() {
  const shown = current.value
  useEffect(() => {
    if (shown === undefined || shown.isError) return
    const timer = setTimeout(close, SHOWN_MS)
    return () => clearTimeout(timer)
  }, [shown])
  return (
    <div class="toast-place" role="status">
      {shown && (
        <div class={shown.isError ? 'toast failed' : 'toast'}>
          <span>{shown.text}</span>
          {shown.undo && (
            <button type="button" class="link" onClick={() => [shown.undo?.(), close()]}>
              Undo
            </button>
          )}
          {shown.isError && (
            <button type="button" class="link" onClick={close}>
              Close
            </button>
          )}
        </div>
      )}
    </div>
  )
}

// --- helpers ---

const SHOWN_MS = 4_000

function close(): void {
  current.value = undefined
}
