import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

interface ToastOptions {
  readonly isError?: boolean
  /** Whether it stays until the next toast, such as for work that takes long. */
  readonly isLasting?: boolean
  /** What a button beside the text does. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
}

interface ToastContent extends ToastOptions {
  readonly text: string
}

const current = signal<ToastContent | undefined>(undefined)

/** Shows one line at the bottom for 4 s, or 10 s with an action. Errors stay until they are closed. */
export function showToast(text: string, options: ToastOptions = {}): void {
  current.value = { ...options, text }
}

export function Toast() {
  const shown = current.value
  useEffect(() => {
    if (shown === undefined || shown.isError || shown.isLasting) return
    const timer = setTimeout(close, shown.action === undefined ? SHOWN_MS : SHOWN_WITH_ACTION_MS)
    return () => clearTimeout(timer)
  }, [shown])
  return (
    <div class="toast-place" role="status">
      {shown && (
        <div class={shown.isError ? 'toast failed' : 'toast'}>
          <span>{shown.text}</span>
          {shown.action && (
            <button type="button" class="link" onClick={() => [shown.action?.run(), close()]}>
              {shown.action.label}
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
const SHOWN_WITH_ACTION_MS = 10_000

function close(): void {
  current.value = undefined
}
