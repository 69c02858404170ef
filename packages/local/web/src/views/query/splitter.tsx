import { useLayoutEffect, useRef } from 'preact/hooks'

const KEY = 'azmon.query.editor-height'
const MIN_PX = 80

/** The line between editor and results. Dragging it, or the arrow keys, change the height of the editor. */
export function Splitter({ place }: { readonly place: { readonly current: HTMLElement | null } }) {
  const start = useRef({ y: 0, height: 0 })
  const resize = (heightPx: number) => {
    const editor = place.current
    if (editor === null) return
    const max = Math.max(MIN_PX, (editor.parentElement?.clientHeight ?? 600) - 160)
    const height = Math.round(Math.min(max, Math.max(MIN_PX, heightPx)))
    editor.style.height = `${height}px`
    remember(height)
  }
  useLayoutEffect(() => {
    const height = remembered()
    if (height !== undefined) resize(height)
  }, [])
  return (
    <div
      class="query-splitter"
      role="slider"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label="Height of the editor"
      aria-valuemin={MIN_PX}
      aria-valuemax={2000}
      aria-valuenow={remembered() ?? 240}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { y: event.clientY, height: place.current?.clientHeight ?? 0 }
      }}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
        resize(start.current.height + event.clientY - start.current.y)
      }}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowDown' ? 24 : event.key === 'ArrowUp' ? -24 : 0
        if (step === 0) return
        event.preventDefault()
        event.stopPropagation()
        resize((place.current?.clientHeight ?? 0) + step)
      }}
    />
  )
}

// --- helpers ---

function remembered(): number | undefined {
  try {
    const height = Number(localStorage.getItem(KEY))
    return height > 0 ? height : undefined
  } catch {
    return undefined
  }
}

function remember(heightPx: number): void {
  try {
    localStorage.setItem(KEY, String(heightPx))
  } catch {
    // The height is then the usual one the next time.
  }
}
