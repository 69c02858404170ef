import { EventEmitter } from 'node:events'

/** Reads a field. Returns undefined if a getter or Proxy of the application throws. */
export function readField(source: object, key: PropertyKey): unknown {
  try {
    return (source as Readonly<Record<PropertyKey, unknown>>)[key]
  } catch {
    return undefined
  }
}

/** Returns whether a value is an object with fields, rather than an array, a Date, a Map and so on. Never throws. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  try {
    return Object.prototype.toString.call(value) === '[object Object]'
  } catch {
    return false // a revoked Proxy
  }
}

/** Returns whether a value is an array. Never throws. */
export function isList(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value)
  } catch {
    return false // a revoked Proxy
  }
}

/** An object with more fields becomes a single property, whose size the property serializer limits. */
const MAX_FIELDS = 1_000

/** Returns whether each field of an object can become a separate property. Never throws. */
export function isSpreadable(value: unknown): value is Readonly<Record<string, unknown>> {
  try {
    return isFields(value) && !isEmitter(value) && Object.keys(value).length <= MAX_FIELDS
  } catch {
    return false // a Proxy whose ownKeys trap throws
  }
}

/** Returns whether a value is a request, a socket or the like. Most of its fields are not meant to be logged. Never throws. */
export function isEmitter(value: unknown): value is EventEmitter & Readonly<Record<string, unknown>> {
  try {
    return value instanceof EventEmitter
  } catch {
    return false // a revoked Proxy
  }
}
