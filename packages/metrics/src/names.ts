import { ConfigurationError } from '@azmon/core'
import { typeName } from '@azmon/core/adapter'

export function checkName(field: string, value: unknown): asserts value is string {
  checkString(field, value, 1, MAX_NAME)
}

export function checkDescription(field: string, value: unknown): asserts value is string {
  checkString(field, value, 0, MAX_DESCRIPTION)
}

/** Checks a unit by OpenTelemetry's rules, which allow `ms`, `By`, `{order}` and so on. */
export function checkUnit(field: string, value: unknown): asserts value is string {
  checkString(field, value, 0, MAX_UNIT)
}

/** Checks the columns: the tag keys whose values distinguish the series of a metric. */
export function checkColumns(field: string, value: unknown): asserts value is readonly string[] {
  if (!Array.isArray(value)) {
    throw new ConfigurationError(
      field,
      `${field} must be an array of tag keys such as ['country'], got ${typeName(value)}.`,
    )
  }
  for (const key of value) {
    checkString(field, key, 1, MAX_TAG_KEY)
    if (UNSAFE_KEYS.has(key)) {
      throw new ConfigurationError(field, `${field} contains the reserved key ${key}. Use another key.`)
    }
  }
  if (new Set(value).size < value.length) {
    throw new ConfigurationError(field, `${field} contains a key twice: ${value.join(', ')}. Remove one of them.`)
  }
}

// --- helpers, in order of use ---

const MAX_NAME = 255
const MAX_DESCRIPTION = 1_024

/** @see https://opentelemetry.io/docs/specs/otel/metrics/api/#instrument-unit */
const MAX_UNIT = 63

/** The service's length limit for property keys. */
const MAX_TAG_KEY = 150

const UNSAFE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

function checkString(field: string, value: unknown, min: number, max: number): void {
  if (typeof value === 'string' && value.length >= min && value.length <= max && !/\p{Cc}/u.test(value)) return
  const expected = `a string of ${min} to ${max} characters without control characters`
  const got = typeof value === 'string' ? `${value.length} characters` : typeName(value)
  throw new ConfigurationError(field, `${field} must be ${expected}, got ${got}.`)
}
