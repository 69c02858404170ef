import type { Render } from '@azmon/kql'

/** The names of a property of `render`: in KQL and in the query API, and how its value is written. */
const PROPERTIES = [
  ['title', 'title', 'text'],
  ['accumulate', 'accumulate', 'flag'],
  ['kind', 'kind', 'text'],
  ['legend', 'legend', 'text'],
  ['series', 'series', 'names'],
  ['ymin', 'yMin', 'number'],
  ['ymax', 'yMax', 'number'],
  ['xmin', 'xMin', 'text'],
  ['xmax', 'xMax', 'text'],
  ['xaxis', 'xAxis', 'text'],
  ['xcolumn', 'xColumn', 'text'],
  ['xtitle', 'xTitle', 'text'],
  ['yaxis', 'yAxis', 'text'],
  ['ycolumns', 'yColumns', 'names'],
  ['ysplit', 'ySplit', 'text'],
  ['ytitle', 'yTitle', 'text'],
  ['anomalycolumns', 'anomalyColumns', 'names'],
] as const

type PropertyKind = (typeof PROPERTIES)[number][2]

/** Returns how to draw a result, with all properties that the query API has. */
export function visualization({ kind, properties }: Render, isSorted: boolean): object {
  const values = PROPERTIES.map(([name, apiName, type]) => [apiName, propertyValue(properties[name], type)])
  return { visualization: kind, isQuerySorted: isSorted, ...Object.fromEntries(values) }
}

// --- helpers ---

function propertyValue(value: string | undefined, kind: PropertyKind): unknown {
  switch (kind) {
    case 'flag':
      return value === 'true'
    case 'number':
      return value === undefined || !Number.isFinite(Number(value)) ? 'NaN' : Number(value)
    case 'names':
      return value === undefined ? null : value.split(',').map((name) => name.trim())
    case 'text':
      return value ?? null
  }
}
