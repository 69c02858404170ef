import type { Color } from '@azmon/core/command-line'
import { onOneLine } from '../query/cell-text'
import { cutToWidth, displayWidth } from '../query/display-width'
import { LEVELS } from './tail-query'
import type { TailRow } from './tail-row'

/** Writes rows as lines whose columns are aligned. */
export class TailLines {
  #roleWidth = 4

  /** Returns the line of a row: time, role, level, kind, text, result and duration. Cuts the text to fit the terminal. */
  lineOf(row: TailRow, terminalColumns: number | undefined): string {
    const role = cutToWidth(onOneLine(row.role) || '-', MAX_ROLE_WIDTH)
    this.#roleWidth = Math.max(this.#roleWidth, displayWidth(role))
    const padding = ' '.repeat(this.#roleWidth - displayWidth(role))
    const kind = KIND_NAMES[row.itemType] ?? onOneLine(row.itemType)
    const start = `${timeOf(row)}  ${role}${padding}  ${levelOf(row).padEnd(8)} ${kind.padEnd(10)} `
    const result = cutToWidth(onOneLine(resultOf(row)), MAX_RESULT_WIDTH)
    const end = [result, durationOf(row)].filter((part) => part !== '').map((part) => `  ${part}`)
    const text = onOneLine(textOf(row))
    if (terminalColumns === undefined) return `${start}${text}${end.join('')}`.trimEnd()
    const room = terminalColumns - displayWidth(start) - displayWidth(end.join(''))
    return `${start}${cutToWidth(text, Math.max(MIN_TEXT_WIDTH, room))}${end.join('')}`.trimEnd()
  }
}

export function colorOf({ level }: TailRow): Color | undefined {
  if (level >= 3) return 'red'
  if (level === 2) return 'yellow'
  return level === 0 ? 'gray' : undefined
}

// --- helpers, in order of use ---

const MAX_ROLE_WIDTH = 20
const MAX_RESULT_WIDTH = 20
const MIN_TEXT_WIDTH = 10

const KIND_NAMES: Readonly<Record<string, string>> = {
  customEvent: 'event',
  customMetric: 'metric',
  performanceCounter: 'counter',
  availabilityResult: 'available',
  browserTiming: 'timing',
}

/** Returns the time of day where the user is. */
function timeOf({ timestamp }: TailRow): string {
  const date = new Date(timestamp)
  if (Number.isNaN(date.getTime())) return onOneLine(timestamp)
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0'))
  return `${parts.join(':')}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

function levelOf({ level }: TailRow): string {
  const name = LEVELS[level] ?? String(level)
  return name === 'information' ? 'info' : name
}

function textOf({ itemType, name, message, type, outerMessage, target, value }: TailRow): string {
  switch (itemType) {
    case 'trace':
      return message
    case 'exception':
      return [type, outerMessage || message].filter((part) => part !== '').join(': ')
    case 'dependency':
      return target === '' || name.includes(target) ? name : `${name} (${target})`
    case 'customMetric':
    case 'performanceCounter':
      return `${name} = ${value ?? ''}`
    default:
      return name
  }
}

/** Returns the result code. Calls that have none, such as those to a database, have 0. */
function resultOf({ resultCode, success }: TailRow): string {
  if (resultCode !== '' && resultCode !== '0') return resultCode
  return success.toLowerCase() === 'false' ? 'failed' : ''
}

function durationOf({ durationMs }: TailRow): string {
  if (durationMs === undefined) return ''
  if (durationMs >= 10_000) return `${(durationMs / 1_000).toFixed(1)} s`
  return `${durationMs < 10 ? Number(durationMs.toFixed(1)) : Math.round(durationMs)} ms`
}
