import { LocalError } from '../errors'
import type { Fault } from './fault'

/**
 * Parses short forms that are separated by commas.
 * @throws LocalError `AZMON_LOCAL_OPTION`
 */
export function parseFaults(specs: string): readonly Fault[] {
  return specs.split(',').map(parseFault)
}

/**
 * Returns faults that are given in the short form or as objects.
 * @throws LocalError `AZMON_LOCAL_OPTION`
 */
export function toFaults(given: readonly unknown[]): readonly Fault[] {
  if (!Array.isArray(given)) throw new LocalError('AZMON_LOCAL_OPTION', "faults must be an array, such as ['503:10s'].")
  return given.map((fault) => (typeof fault === 'string' ? parseFault(fault) : checkFault(fault)))
}

// --- helpers, in order of use ---

/**
 * Parses the short form of a fault: `503`, `503:10s`, `429:times=2:retry-after=5`, `206:every=3:429`, `drop`, `drop=stored` or
 * `slow=2s`.
 */
function parseFault(spec: string): Fault {
  const [head = '', ...modifiers] = spec.trim().split(':')
  const fault = parseHead(head.trim(), spec)
  const modified: Fault = Object.assign({}, fault, ...modifiers.map((text) => parseModifier(text.trim(), fault, spec)))
  return checkFault(modified, spec)
}

/**
 * Checks a fault that a caller without types may have written.
 */
function checkFault(fault: unknown, shown = 'The fault'): Fault {
  const fields: Readonly<Record<string, unknown>> = typeof fault === 'object' && fault !== null ? { ...fault } : {}
  const checks = typeof fields['kind'] === 'string' ? CHECKS.get(fields['kind']) : undefined
  if (checks === undefined) throw invalid(shown, 'needs the kind status, partial, drop or slow')
  const unknown = Object.keys(fields).find((name) => name !== 'kind' && !checks.has(name))
  if (unknown !== undefined) throw invalid(shown, `has no ${unknown.slice(0, 50)}`)
  for (const [name, check] of checks) {
    const value = fields[name]
    if (value === undefined ? check.isRequired : !check.matches(value))
      throw invalid(shown, `${name} must be ${check.expected}`)
  }
  return fields as unknown as Fault
}

function parseHead(head: string, spec: string): Fault {
  if (head === '206') return { kind: 'partial' }
  if (/^\d{3}$/.test(head)) return { kind: 'status', statusCode: Number(head) }
  if (head === 'drop') return { kind: 'drop' }
  if (head === 'drop=stored') return { kind: 'drop', isStored: true }
  if (head.startsWith('slow=')) return { kind: 'slow', delayMs: durationMs(head.slice('slow='.length), spec) }
  throw invalid(spec, 'begins with none of a status code from 400 to 599, 206, drop, drop=stored and slow=<duration>')
}

function parseModifier(text: string, { kind }: Fault, spec: string): Readonly<Record<string, number>> {
  const [, name, number] = /^(times|every|retry-after)=(\d{1,9})s?$/.exec(text) ?? []
  if (name === 'retry-after') return { retryAfterS: Number(number) }
  if (name !== undefined) return { [name]: Number(number) }
  if (kind === 'partial' && /^\d{3}$/.test(text)) return { statusCode: Number(text) }
  return { forMs: durationMs(text, spec) }
}

function durationMs(text: string, spec: string): number {
  const [, amount, unit = ''] = /^(\d{1,9})(ms|s|m|h)$/.exec(text) ?? []
  if (amount !== undefined) return Number(amount) * (MS_OF[unit] ?? 1)
  throw invalid(
    spec,
    `has ${text === '' ? 'an empty part' : 'a part'} that is neither a duration such as 10s nor times=, every= or retry-after=`,
  )
}

const MS_OF: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

interface Check {
  readonly matches: (value: unknown) => boolean
  readonly expected: string
  readonly isRequired?: boolean
}

const ERROR_STATUS: Check = {
  matches: (value) => Number.isInteger(value) && Number(value) >= 400 && Number(value) <= 599,
  expected: 'a status code from 400 to 599',
}
const COUNT: Check = {
  matches: (value) => Number.isInteger(value) && Number(value) > 0,
  expected: 'a whole number above 0',
}
const AMOUNT: Check = { matches: (value) => Number.isInteger(value) && Number(value) >= 0, expected: 'a whole number' }
/** Longer than any client waits, and within the range of timers. */
const MAX_DELAY_MS = 86_400_000
const DELAY: Check = {
  matches: (value) => AMOUNT.matches(value) && Number(value) <= MAX_DELAY_MS,
  expected: `a whole number of milliseconds up to ${MAX_DELAY_MS}`,
  isRequired: true,
}
const FLAG: Check = { matches: (value) => typeof value === 'boolean', expected: 'true or false' }

const SPAN: readonly (readonly [string, Check])[] = [
  ['forMs', COUNT],
  ['times', COUNT],
  ['every', COUNT],
]

const CHECKS: ReadonlyMap<string, ReadonlyMap<string, Check>> = new Map([
  ['status', new Map([...SPAN, ['statusCode', { ...ERROR_STATUS, isRequired: true }], ['retryAfterS', AMOUNT]])],
  ['partial', new Map([...SPAN, ['statusCode', ERROR_STATUS]])],
  ['drop', new Map([...SPAN, ['isStored', FLAG]])],
  ['slow', new Map([...SPAN, ['delayMs', DELAY]])],
])

function invalid(spec: string, problem: string): LocalError {
  const shown = spec.length > 60 ? `${spec.slice(0, 60)}…` : spec
  return new LocalError(
    'AZMON_LOCAL_OPTION',
    `${shown === '' ? 'An empty fault' : shown} ${problem}. Faults (--fault) are 503, 503:10s, 429:times=2:retry-after=5, 206:every=3:429, drop, drop=stored or slow=2s.`,
  )
}
