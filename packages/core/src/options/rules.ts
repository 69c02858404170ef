import { ConfigurationError } from '../errors'

/** Checks the value of an option. @throws ConfigurationError if the value is invalid. */
export type Rule = (name: string, value: unknown) => void

export const string: Rule = (name, value) => {
  if (typeof value !== 'string') throw new ConfigurationError(name, `${name} must be a string, got ${kindOf(value)}.`)
}

/** For an option of an adapter that names a field of its records. */
export const fieldName: Rule = (name, value) => {
  if (typeof value === 'string' && value !== '') return
  const got = value === '' ? 'an empty string' : typeof value
  throw new ConfigurationError(name, `${name} must be the name of a field, got ${got}.`)
}

export const boolean: Rule = (name, value) => {
  if (typeof value !== 'boolean') {
    throw new ConfigurationError(name, `${name} must be true or false, got ${kindOf(value)}.`)
  }
}

export const callback: Rule = (name, value) => {
  if (typeof value !== 'function') {
    throw new ConfigurationError(name, `${name} must be a function, got ${kindOf(value)}.`)
  }
}

export function integer(min: number, max: number): Rule {
  return (name, value) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return
    const got = typeof value === 'number' ? String(value) : kindOf(value)
    throw new ConfigurationError(name, `${name} must be a whole number from ${min} to ${max}, got ${got}.`)
  }
}

export const ratio: Rule = (name, value) => {
  if (typeof value === 'number' && value >= 0 && value <= 1) return
  const got = typeof value === 'number' ? String(value) : kindOf(value)
  throw new ConfigurationError(name, `${name} must be a number from 0 to 1, got ${got}. Use 0.25 to keep a quarter.`)
}

/** Allows an object that maps some of the keys to ratios. */
export function ratiosOf(...keys: readonly string[]): Rule {
  return (name, value) => {
    for (const [key, share] of entriesOf(name, value, keys)) if (share !== undefined) ratio(`${name}.${key}`, share)
  }
}

export function arrayOf(items: string, isItem: (item: unknown) => boolean): Rule {
  return (name, value) => {
    if (Array.isArray(value) && value.every(isItem)) return
    throw new ConfigurationError(name, `${name} must be an array of ${items}, got ${kindOf(value)}.`)
  }
}

export function oneOf(...allowed: readonly (string | boolean)[]): Rule {
  const quoted = allowed.map((value) => (typeof value === 'string' ? `'${value}'` : String(value))).join(', ')
  return (name, value) => {
    if (allowed.some((each) => each === value)) return
    throw new ConfigurationError(name, `${name} must be ${quoted} or left out, got ${kindOf(value)}.`)
  }
}

export const credential: Rule = (name, value) => {
  if (isObject(value) && typeof value['getToken'] === 'function') return
  throw new ConfigurationError(
    name,
    `${name} must be an object with a getToken method, such as a credential of @azure/identity, got ${kindOf(value)}.`,
  )
}

export const proxy: Rule = (name, value) => {
  if (typeof value === 'string') return
  if (!isObject(value)) {
    throw new ConfigurationError(name, `${name} must be a string or an object, got ${kindOf(value)}.`)
  }
  for (const [key, part] of entriesOf(name, value, ['http', 'https', 'noProxy'])) {
    if (part !== undefined) string(`${name}.${key}`, part)
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Describes a value by its type, and a string also by its length. Never shows the value, which may be a misplaced secret. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'string') return `a string of ${value.length} characters`
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

// --- helpers ---

function entriesOf(name: string, value: unknown, keys: readonly string[]): [string, unknown][] {
  if (!isObject(value)) throw new ConfigurationError(name, `${name} must be an object, got ${kindOf(value)}.`)
  const entries = Object.entries(value)
  const unknown = entries.find(([key]) => !keys.includes(key))
  if (unknown === undefined) return entries
  throw new ConfigurationError(name, `${name} has the unknown key ${unknown[0]}. The keys are ${keys.join(', ')}.`)
}
