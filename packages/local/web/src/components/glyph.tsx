/** The shapes of the page. The kind of telemetry is a shape, never a colour. */
export type GlyphName = keyof typeof PATHS

/** Draws a shape. Hidden from screen readers, so something beside it has to say what it means. */
export function Glyph({ name, class: className = '' }: { readonly name: GlyphName; readonly class?: string }) {
  return (
    <svg class={`glyph ${className}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}

const PATHS = {
  request: 'M2 8h8M7 5l3 3-3 3M13 3v10',
  dependency: 'M4.5 11.5l7-7M6.5 4.5h5v5',
  log: 'M3 4.5h10M3 8h10M3 11.5h6',
  exception: 'M8 2.8l5.7 10.4H2.3zM8 6.8v2.8M8 11.4v.1',
  event: 'M8 3l5 5-5 5-5-5z',
  pageView: 'M2.5 3.5h11v9h-11zM2.5 6.3h11',
  availability: 'M2 8.5h3l2-4 2.5 7.5 2-3.5H14',
  metric: 'M3 13V9M6.5 13V5M10 13V7.5M13.2 13V3',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7L14 14',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.3l2 1.5',
  up: 'M4 9.5l4-4 4 4',
  down: 'M4 6.5l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  left: 'M10 4L6 8l4 4',
  close: 'M4 4l8 8M12 4l-8 8',
  filter: 'M2 4h12M4.5 8h7M7 12h2',
  code: 'M5.5 4.5L2 8l3.5 3.5M10.5 4.5L14 8l-3.5 3.5',
  link: 'M6.7 9.3l2.6-2.6M7 4.7l1.4-1.4a3 3 0 0 1 4.3 4.3L11.3 9M9 11.3l-1.4 1.4a3 3 0 0 1-4.3-4.3L4.7 7',
  eye: 'M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8zM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z',
  eyeOff:
    'M2.5 13.5l11-11M6.2 4.1C6.8 3.9 7.4 3.8 8 3.8c4 0 6.2 4.2 6.2 4.2s-.7 1.3-2 2.5M9.8 11.9c-.6.2-1.2.3-1.8.3-4 0-6.2-4.2-6.2-4.2s.7-1.4 2.1-2.6',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7',
  help: 'M5.8 6a2.2 2.2 0 1 1 3.3 1.9c-.7.4-1.1.8-1.1 1.6M8 11.9v.1',
  question: 'M5.8 6a2.2 2.2 0 1 1 3.3 1.9c-.7.4-1.1.8-1.1 1.6M8 11.9v.1',
  copy: 'M6 6h7.5v7.5H6zM10 3.5V2.5H2.5V10h1',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  dash: 'M4.5 8h7',
  play: 'M5 3.5l7 4.5-7 4.5z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  plus: 'M8 3.5v9M3.5 8h9',
  more: 'M3.5 8v.1M8 8v.1M12.5 8v.1',
  warning: 'M8 2.8l5.7 10.4H2.3zM8 6.8v2.8M8 11.4v.1',
  download: 'M8 2.5v7M5 7l3 3 3-3M3 13h10',
  upload: 'M8 10V2.5M5 5.5l3-3 3 3M3 13h10',
  star: 'M8 2.2l1.8 3.7 4 .6-2.9 2.8.7 4L8 11.4l-3.6 1.9.7-4L2.2 6.5l4-.6z',
  map: 'M4 12.5a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4zM12 6.9a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4zM5.4 9.7l5.2-3.4',
} as const
