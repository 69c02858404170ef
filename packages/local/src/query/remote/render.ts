import type { Render } from '@azmon/kql'

/** The render instruction in a response: `visualization` is the chart, and the rest are its properties. */
export type RenderFields = Readonly<Record<string, unknown>>

/** Returns the render instruction of a query, or undefined if it has none. */
export function readRender(fields: RenderFields | undefined): Render | undefined {
  const lowered = new Map(Object.entries(fields ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
  const kind = lowered.get('visualization')
  if (typeof kind !== 'string' || kind === '' || kind === 'table') return undefined
  const properties = [...lowered].filter(([name, value]) => isRenderProperty(name) && isSet(value))
  return { kind, properties: Object.fromEntries(properties.map(([name, value]) => [name, textOf(value)])) }
}

// --- helpers ---

function isRenderProperty(name: string): boolean {
  return name !== 'visualization' && name !== 'isquerysorted'
}

/** The service also returns the properties that the query does not set. */
function isSet(value: unknown): boolean {
  return (
    value !== null &&
    value !== '' &&
    value !== false &&
    value !== 'NaN' &&
    !(Array.isArray(value) && value.length === 0)
  )
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value)
}
