import { SeverityLevel } from '../envelope/severity'
import { SEVERITY_OF_LEVEL, type SeverityOf, severitiesOf } from './level-severities'
import type { LevelMap } from './log-options'

/** The levels of a logger that numbers them as pino and bunyan do. */
export interface NumberedLevels {
  /** The name of each number. */
  readonly labels: Readonly<Record<number, string>>
  /** The number of each name. */
  readonly values: Readonly<Record<string, number>>
}

/** The level of a record. */
export interface Level {
  /** The level's name if it has one, else its value. */
  readonly word: unknown
  readonly severityLevel: SeverityLevel
  /**
   * Whether the level is a number, or a name with a known severity. Other levels are Information, so that their records are
   * visible.
   */
  readonly isKnown: boolean
}

/** The keys under which loggers write the level. */
const LEVEL_KEYS: readonly string[] = [
  'level',
  'severity',
  'log.level',
  'lvl',
  'severityLevel',
  'severityText',
  'severity_text',
  'logLevel',
  'loglevel',
  'log_level',
  'levelName',
  'level_name',
  'levelname',
]

/**
 * Reads the levels of one logger, which may be numbers, names or strings of digits. Their severities come from `levelMap`, a
 * known name, or else their number.
 */
export class LevelReader {
  /** The fields that may hold the level: `levelKey`, then the usual keys. */
  readonly keys: readonly string[]
  readonly #labels: ReadonlyMap<number, string>
  readonly #values: ReadonlyMap<string, number>
  readonly #names: ReadonlySet<string>
  readonly #severityOf: SeverityOf
  readonly #read = new Map<unknown, Level>()

  constructor({ labels, values } = NUMBERED, levelMap: LevelMap = {}, levelKey?: string) {
    this.keys = [...new Set(levelKey === undefined ? LEVEL_KEYS : [levelKey, ...LEVEL_KEYS])]
    this.#labels = new Map(Object.entries(labels).map(([number, name]) => [Number(number), name]))
    this.#values = new Map(Object.entries(values).map(([name, number]) => [name.toLowerCase(), number]))
    const names = [SEVERITY_OF_LEVEL, levelMap, values].flatMap(Object.keys)
    this.#names = new Set(names.map((name) => name.toLowerCase()))
    this.#severityOf = severitiesOf(levelMap)
  }

  /**
   * Returns the key of the field with the level: the first of `keys` if its level is known, else the first of `leading`, which
   * are the keys at the beginning of the record, else the first that the record has.
   */
  keyIn(record: Readonly<Record<string, unknown>>, leading: readonly string[] = []): string | undefined {
    const [first = ''] = this.keys
    if (isLevel(record[first]) && this.read(record[first]).isKnown) return first
    const has = (key: string) => isLevel(record[key])
    return leading.filter((key) => this.keys.includes(key)).find(has) ?? this.keys.find(has)
  }

  /** Reads a level. `key` is the key of its field. */
  read(level: unknown, key?: string): Level {
    if (key === 'severityLevel' && isSeverity(level))
      return { word: String(level), severityLevel: level, isKnown: true }
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
      return { word, severityLevel: this.#severityOf(word, number), isKnown: true }
    }
    const name = typeof level === 'string' ? level.toLowerCase() : ''
    return {
      word: level,
      severityLevel: this.#severityOf(name, this.#values.get(name)),
      isKnown: this.#names.has(name),
    }
  }
}

// --- helpers, in order of use ---

/** The levels of pino and bunyan. */
const NUMBERED: NumberedLevels = {
  labels: { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' },
  values: { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 },
}

function isLevel(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}

/** Whether the application has written a severity of Application Insights. */
function isSeverity(level: unknown): level is SeverityLevel {
  return (
    typeof level === 'number' &&
    Number.isInteger(level) &&
    level >= SeverityLevel.Verbose &&
    level <= SeverityLevel.Critical
  )
}

/** Limits the memory, because an application may write anything as a level. */
const MAX_REMEMBERED = 100
