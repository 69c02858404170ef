import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { severityNames } from '../rows/severity-level'

/** The content of a cell and its CSS class. `null` leaves the cell empty. */
export interface Content {
  readonly style:
    | 'text'
    | 'id'
    | 'number'
    | 'time'
    | 'pairs'
    | 'good'
    | 'bad'
    | Lowercase<(typeof severityNames)[number]>
  readonly html: Html | string | null
}

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export function text(value: unknown): Content {
  return { style: 'text', html: String(value) }
}

export function id(value: unknown): Content {
  return { ...text(value), style: 'id' }
}

export function number(value: unknown): Content {
  return { style: 'number', html: typeof value === 'number' ? decimals.format(value) : null }
}

export function duration(milliseconds: unknown): Content {
  return { style: 'number', html: typeof milliseconds === 'number' ? `${decimals.format(milliseconds)} ms` : null }
}

export function instant(value: unknown): Content {
  const iso = value instanceof Date ? value.toISOString() : ''
  return { style: 'time', html: html`<time datetime="${iso}">${iso.replace('T', ' ')}</time>` }
}

export function severity(level: unknown): Content {
  const name = typeof level === 'number' ? severityNames[level] : undefined
  return name ? { style: lowercase(name), html: name } : { style: 'text', html: null }
}

export function success(value: unknown): Content {
  return { style: value === 'True' ? 'good' : 'bad', html: String(value) }
}

/**
 * Renders an object as `key = value`, one pair per line. The number of pairs is limited,
 * because thousands would make the page slow.
 */
export function pairs(object: unknown): Content {
  const entries = Object.entries(object ?? {})
  const shown = entries.slice(0, MAX_PAIRS)
  const more = entries.length > MAX_PAIRS ? html`<div>and ${entries.length - MAX_PAIRS} more</div>` : ''
  return {
    style: 'pairs',
    html: html`${shown.map(([key, value]) => html`<div><b>${key}</b> = ${String(value)}</div>`)}${more}`,
  }
}

const MAX_PAIRS = 100

const decimals = new Intl.NumberFormat('en', { maximumFractionDigits: 3 })

function lowercase<T extends string>(word: T): Lowercase<T> {
  return word.toLowerCase() as Lowercase<T>
}
