import { ConfigurationError } from '@azmon/core'

/** A metric's or a measure's name, as people will look for it. */
export function checkName(field: string, value: unknown): asserts value is string {
  checkText(field, value, 1, MAX_NAME)
}

export function checkDescription(field: string, value: unknown): asserts value is string {
  checkText(field, value, 0, MAX_DESCRIPTION)
}

/** By the rules of OpenTelemetry, which takes `ms`, `By`, `{order}` and the like. */
export function checkUnit(field: string, value: unknown): asserts value is string {
  checkText(field, value, 0, MAX_UNIT)
}

/** The keys of the tags that make the series of a metric. */
export function checkColumns(field: string, value: unknown): asserts value is readonly string[] {
  if (!Array.isArray(value)) {
    throw new ConfigurationError(
      field,
      `${field} must be a list of tag keys such as ['country'], got ${kindOf(value)}.`,
    )
  }
  for (const key of value) {
    checkText(field, key, 1, MAX_TAG_KEY)
    if (UNSAFE_KEYS.has(key)) {
      throw new ConfigurationError(field, `${field} has the key ${key}, which no property may have. Name it otherwise.`)
    }
  }
  if (new Set(value).size < value.length) {
    throw new ConfigurationError(field, `${field} has a key twice: ${value.join(', ')}. Leave one of them out.`)
  }
}

/** What was got, never the value itself. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return typeof value === 'string' ? `a text of ${value.length} characters` : `a value of type ${typeof value}`
}

// --- helpers, in order of use ---

const MAX_NAME = 255
const MAX_DESCRIPTION = 1_024

/** @see https://opentelemetry.io/docs/specs/otel/metrics/api/#instrument-unit */
const MAX_UNIT = 63

/** The service takes no longer key of a property. */
const MAX_TAG_KEY = 150

const UNSAFE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

function checkText(field: string, value: unknown, min: number, max: number): void {
  if (typeof value === 'string' && value.length >= min && value.length <= max && !/\p{Cc}/u.test(value)) return
  const what = `a text of ${min} to ${max} characters without control characters`
  throw new ConfigurationError(field, `${field} must be ${what}, got ${kindOf(value)}.`)
}
