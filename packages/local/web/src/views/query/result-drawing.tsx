import { Chart } from '../../components/chart'
import { plainNumber } from '../../components/chart-options'
import { percent } from '../../state/format'
import type { Bar, Drawing } from './to-chart'

/** The chart of a result. The rows below it say the same. */
export function ResultDrawing({ drawing }: { readonly drawing: Drawing }) {
  switch (drawing.kind) {
    case 'lines':
      return <Chart {...drawing} kind={drawing.shape} label={drawingLabel(drawing)} />
    case 'bars':
      return <Bars bars={drawing.bars} isShare={drawing.isShare} />
    case 'card':
      return (
        <dl class="query-card">
          {drawing.figures.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{plainNumber(value)}</dd>
            </div>
          ))}
        </dl>
      )
  }
}

/** Returns what the chart shows, for screen readers. */
export function drawingLabel({ kind, title }: Drawing): string {
  return `${kind === 'lines' ? 'Chart' : kind === 'bars' ? 'Bar chart' : 'Card'} ${title}`.trim()
}

// --- helpers ---

/** Bars by category. Shares of a whole are bars, too: lengths are easier to compare than angles. */
function Bars({ bars, isShare }: { readonly bars: readonly Bar[]; readonly isShare: boolean }) {
  const max = Math.max(...bars.map(({ value }) => Math.abs(value)), Number.MIN_VALUE)
  const sum = bars.reduce((total, { value }) => total + value, 0)
  return (
    <ul class="query-bars">
      {bars.map(({ name, value }, index) => (
        <li key={`${index} ${name}`}>
          <span class="query-bar-name" title={name}>
            {name}
          </span>
          <span class="query-bar-track">
            <span style={{ width: `${(Math.abs(value) / max) * 100}%` }} />
          </span>
          <span class="query-bar-value">{plainNumber(value)}</span>
          {isShare && <span class="query-bar-value text3">{percent(sum === 0 ? 0 : value / sum)}</span>}
        </li>
      ))}
    </ul>
  )
}
