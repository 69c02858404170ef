import type { Render } from '@azmon/kql'

/** The names of a property of `render`: in KQL, in the query API, and in Azure Data Explorer; and how its value is written. */
const PROPERTIES = [
  ['title', 'title', 'Title', 'text'],
  ['accumulate', 'accumulate', 'Accumulate', 'flag'],
  ['kind', 'kind', 'Kind', 'text'],
  ['legend', 'legend', 'Legend', 'text'],
  ['series', 'series', 'Series', 'names'],
  ['ymin', 'yMin', 'Ymin', 'number'],
  ['ymax', 'yMax', 'Ymax', 'number'],
  ['xmin', 'xMin', 'Xmin', 'text'],
  ['xmax', 'xMax', 'Xmax', 'text'],
  ['xaxis', 'xAxis', 'XAxis', 'text'],
  ['xcolumn', 'xColumn', 'XColumn', 'text'],
  ['xtitle', 'xTitle', 'XTitle', 'text'],
  ['yaxis', 'yAxis', 'YAxis', 'text'],
  ['ycolumns', 'yColumns', 'YColumns', 'names'],
  ['ysplit', 'ySplit', 'YSplit', 'text'],
  ['ytitle', 'yTitle', 'YTitle', 'text'],
  ['anomalycolumns', 'anomalyColumns', 'AnomalyColumns', 'names'],
] as const

type PropertyKind = (typeof PROPERTIES)[number][3]

/** Returns how to draw a result, with all properties that the query API has. */
export function visualization({ kind, properties }: Render, isSorted: boolean): object {
  const values = PROPERTIES.map(([name, apiName, , type]) => [apiName, propertyValue(properties[name], type)])
  return { visualization: kind, isQuerySorted: isSorted, ...Object.fromEntries(values) }
}

/** Returns the same as Azure Data Explorer names it. Without `render`, the visualization is null. */
export function kustoVisualization(render: Render | undefined, isSorted: boolean): object {
  const values = PROPERTIES.map(([name, , kustoName, type]) => [
    kustoName,
    propertyValue(render?.properties[name], type),
  ])
  return { Visualization: render?.kind ?? null, IsQuerySorted: isSorted, ...Object.fromEntries(values) }
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
