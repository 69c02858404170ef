import { useEffect, useRef, useState } from 'preact/hooks'
import { theme } from '../../state/preferences'
import { hueOf } from './hue-of'
import { isError, isSpan } from './item'
import type { Zoom } from './selection'
import type { Tree } from './tree'

interface OverviewProps {
  readonly tree: Tree
  readonly zoom: Zoom | undefined
  readonly onZoom: (zoom: Zoom | undefined) => void
}

const HEIGHT_PX = 44

/** All spans as thin lines on a canvas. Dragging zooms the waterfall; a double click shows everything again. */
export function Overview({ tree, zoom, onZoom }: OverviewProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [drag, setDrag] = useState<{ startMs: number; endMs: number } | undefined>(undefined)
  const [width, setWidth] = useState(0)
  const lengthMs = tree.endMs - tree.startMs
  const currentTheme = theme.value
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)))
    observer.observe(canvas.current!)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    if (width > 0) draw(canvas.current!, tree, width)
  }, [tree, width, currentTheme])
  const msAt = (event: PointerEvent) => {
    const { left, width: shown } = canvas.current!.getBoundingClientRect()
    return Math.min(1, Math.max(0, (event.clientX - left) / shown)) * lengthMs
  }
  const end = () => {
    if (drag === undefined) return
    setDrag(undefined)
    const [fromMs, toMs] = [Math.min(drag.startMs, drag.endMs), Math.max(drag.startMs, drag.endMs)]
    if (toMs - fromMs > lengthMs / 500) onZoom({ fromMs, toMs })
  }
  const shown = drag ? { fromMs: Math.min(drag.startMs, drag.endMs), toMs: Math.max(drag.startMs, drag.endMs) } : zoom
  return (
    <div
      class="overview"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setDrag({ startMs: msAt(event), endMs: msAt(event) })
      }}
      onPointerMove={(event) => drag && setDrag({ ...drag, endMs: msAt(event) })}
      onPointerUp={end}
      onPointerCancel={() => setDrag(undefined)}
      onDblClick={() => onZoom(undefined)}
    >
      <canvas ref={canvas} style={{ height: `${HEIGHT_PX}px` }} />
      {shown && (
        <span
          class="overview-zoom"
          style={{ left: `${(shown.fromMs / lengthMs) * 100}%`, right: `${100 - (shown.toMs / lengthMs) * 100}%` }}
        />
      )}
    </div>
  )
}

// --- helpers ---

const LINES = 12

/** Draws spans from top to bottom by their order in the tree, several on a line if there are more than lines. */
function draw(canvas: HTMLCanvasElement, { nodes, startMs, endMs }: Tree, width: number): void {
  const scale = devicePixelRatio
  canvas.width = width * scale
  canvas.height = HEIGHT_PX * scale
  const context = canvas.getContext('2d')
  if (context === null) return
  context.scale(scale, scale)
  const colours = new Map<string, string>()
  const colourOf = (value: string) => {
    const known = colours.get(value) ?? resolveColour(canvas, value)
    colours.set(value, known)
    return known
  }
  const x = (ms: number) => ((ms - startMs) / (endMs - startMs)) * width
  const step = Math.max(2, (HEIGHT_PX - 8) / Math.min(nodes.length, LINES))
  nodes.forEach(({ item, startMs: from, endMs: to }, index) => {
    if (item === undefined) return
    const y = 4 + ((index * step) % (HEIGHT_PX - 8))
    if (isSpan(item)) {
      context.fillStyle = colourOf(hueOf(item.role))
      context.fillRect(x(from), y, Math.max(1, x(to) - x(from)), 1.5)
    }
    if (isError(item)) {
      context.fillStyle = colourOf('var(--error)')
      context.fillRect(x(to) - 3, y - 1, 3, 3)
    }
  })
}

/** A canvas knows no custom properties, so the style of an element resolves them. */
function resolveColour(canvas: HTMLCanvasElement, value: string): string {
  canvas.style.color = value
  return getComputedStyle(canvas).color
}
