import { useRef } from 'preact/hooks'

interface ResizeHandleProps {
  readonly widthPx: number
  readonly onResize: (widthPx: number) => void
}

/** The right edge of a column, to drag. */
export function ResizeHandle({ widthPx, onResize }: ResizeHandleProps) {
  const start = useRef({ x: 0, width: widthPx })
  return (
    <span
      class="resize-handle"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { x: event.clientX, width: widthPx }
      }}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
        onResize(Math.max(48, start.current.width + event.clientX - start.current.x))
      }}
    />
  )
}
