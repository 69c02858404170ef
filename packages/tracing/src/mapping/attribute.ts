import type { Attributes } from '@opentelemetry/api'

/** The first of the attributes that says something, as text: new and old names of the same. */
export function textOf(attributes: Readonly<Attributes>, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = attributes[key]
    if (value !== undefined && value !== '') return String(value)
  }
  return undefined
}
