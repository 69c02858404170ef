import type { SeverityLevel } from '@azmon/core'
import { type LevelMap, type SeverityOf, severitiesOf } from '@azmon/core/adapter'
import type { PinoLevels } from './pino-config'

export interface Level {
  /** The level's name if it has one, else its value. */
  readonly word: unknown
  readonly severityLevel: SeverityLevel
}

/** pino's default levels, for a logger that has not reported its own. */
export const DEFAULT_LEVELS: PinoLevels = {
  labels: { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' },
  values: { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 },
}

/** Reads the levels of one logger. Their severities come from `levelMap`, a known name, or else their number. */
export class Levels {
  readonly #labels: ReadonlyMap<number, string>
  readonly #values: ReadonlyMap<string, number>
  readonly #severityOf: SeverityOf
  readonly #read = new Map<unknown, Level>()

  constructor({ labels, values }: PinoLevels, levelMap: LevelMap) {
    this.#labels = new Map(Object.entries(labels).map(([value, label]) => [Number(value), label]))
    this.#values = new Map(Object.entries(values).map(([label, value]) => [label.toLowerCase(), value]))
    this.#severityOf = severitiesOf(levelMap)
  }

  /** Reads `level` of a record: pino's number, or the value that `formatters.level` returned. */
  read(level: unknown): Level {
    const known = this.#read.get(level)
    if (known !== undefined) return known
    const read = this.#judge(level)
    if (typeof level !== 'object' && this.#read.size < MAX_REMEMBERED) this.#read.set(level, read)
    return read
  }

  #judge(level: unknown): Level {
    const number = typeof level === 'string' && level.trim() !== '' ? Number(level) : level
    if (typeof number === 'number' && !Number.isNaN(number)) {
      const word = this.#labels.get(number) ?? String(number)
      return { word, severityLevel: this.#severityOf(word, number) }
    }
    const label = typeof level === 'string' ? level.toLowerCase() : ''
    return { word: level, severityLevel: this.#severityOf(label, this.#values.get(label)) }
  }
}

// --- helpers, in order of use ---

/** Limits the memory, because an application may write anything as a level. */
const MAX_REMEMBERED = 100
