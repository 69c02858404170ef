import { LocalError } from '../errors'
import { parseTimespan } from '../query-api/timespan'
import { CHECK_OPERATORS, type Check, type CheckOperator } from './check'

/**
 * Parses a JSON array of `{ name, query, window, threshold?, operator? }`. A query may be an array of lines.
 * @throws LocalError `AZMON_LOCAL_OPTION` with the JSON path of the wrong value, such as `[2].window`.
 */
export function parseChecks(json: string): readonly Check[] {
  const list = parseJson(json)
  if (!Array.isArray(list)) throw wrong('$', 'an array of checks', list)
  const checks = list.map((value: unknown, index) => parseCheck(value, `[${index}]`))
  checks.forEach(({ name }, index) => {
    const first = checks.findIndex((check) => check.name === name)
    if (first < index) throw invalid(`[${index}].name`, `must be different from [${first}].name`)
  })
  return checks
}

// --- helpers, in order of use ---

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\ufeff/, ''))
  } catch (cause) {
    throw new LocalError('AZMON_LOCAL_OPTION', `The file is not JSON: ${(cause as Error).message}.`, { cause })
  }
}

const PROPERTIES: readonly string[] = ['name', 'query', 'window', 'threshold', 'operator']

function parseCheck(value: unknown, path: string): Check {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(path, 'an object', value)
  const unknown = Object.keys(value).find((name) => !PROPERTIES.includes(name))
  if (unknown !== undefined) {
    throw invalid(`${path}[${JSON.stringify(unknown)}]`, `is unknown. The properties are ${PROPERTIES.join(', ')}`)
  }
  const { name, query, window, threshold = 0, operator = '>' } = value as Readonly<Record<string, unknown>>
  return {
    name: readString(name, `${path}.name`),
    query: Array.isArray(query)
      ? query.map((line, i) => readString(line, `${path}.query[${i}]`, true)).join('\n')
      : readString(query, `${path}.query`),
    windowMs: readWindow(window, `${path}.window`),
    threshold: readThreshold(threshold, `${path}.threshold`),
    operator: readOperator(operator, `${path}.operator`),
  }
}

function readString(value: unknown, path: string, mayBeEmpty = false): string {
  if (typeof value !== 'string') throw wrong(path, 'a string', value)
  if (value.trim() === '' && !mayBeEmpty) throw invalid(path, 'must not be empty')
  return value
}

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Accepts `15m`, and `PT15M` as in the templates of Azure. */
function readWindow(value: unknown, path: string): number {
  if (typeof value !== 'string') throw wrong(path, 'a string such as 15m, 1h or 2d', value)
  const [, digits, unit = ''] = /^(\d{1,6})([smhd])$/.exec(value) ?? []
  const iso = value.startsWith('P') ? parseTimespan(value, 0) : undefined
  const ms = digits === undefined ? -(iso?.fromMs ?? 0) : Number(digits) * (UNITS_MS[unit] ?? 0)
  if (ms > 0) return ms
  throw invalid(path, `must be a time such as 15m, 1h, 2d or PT15M, got ${JSON.stringify(value)}`)
}

function readThreshold(value: unknown, path: string): number {
  if (typeof value !== 'number') throw wrong(path, 'a number', value)
  if (value < 0) throw invalid(path, `must be at least 0, got ${value}`)
  return value
}

function readOperator(value: unknown, path: string): CheckOperator {
  const operator = CHECK_OPERATORS.find((known) => known === value)
  if (operator === undefined) {
    throw invalid(path, `must be one of ${CHECK_OPERATORS.join(' ')}, got ${JSON.stringify(value)}`)
  }
  return operator
}

function wrong(path: string, expected: string, value: unknown): LocalError {
  return invalid(path, `must be ${expected}, got ${typeOf(value)}`)
}

function typeOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function invalid(path: string, problem: string): LocalError {
  return new LocalError('AZMON_LOCAL_OPTION', `${path} ${problem}.`)
}
