import type { TextMapSetter } from '@opentelemetry/api'

/** The headers of a request that is about to be sent. Names are in lower case; those of the request may be in any case. */
export interface CallHeaders {
  get(name: string): string | undefined
  /** Replaces the header. */
  set(name: string, value: string): void
  delete(name: string): void
}

/** Writes the headers of a propagator. */
export const headerSetter: TextMapSetter<CallHeaders> = { set: (headers, name, value) => headers.set(name, value) }

/** Returns a view of an array of alternating names and values, which it changes. */
export function listHeaders(list: unknown[]): CallHeaders {
  const indexOf = (name: string) =>
    list.findIndex((item, index) => index % 2 === 0 && String(item).toLowerCase() === name)
  const remove = (name: string) => {
    for (let index = indexOf(name); index !== -1; index = indexOf(name)) list.splice(index, 2)
  }
  return {
    get: (name) => {
      const index = indexOf(name)
      return index === -1 ? undefined : String(list[index + 1])
    },
    set: (name, value) => {
      remove(name)
      list.push(name, value)
    },
    delete: remove,
  }
}

/** Returns a view of an object of header names and values, which it changes. */
export function objectHeaders(headers: Record<string, unknown>): CallHeaders {
  const keysOf = (name: string) => Object.keys(headers).filter((key) => key.toLowerCase() === name)
  const remove = (name: string) => {
    for (const key of keysOf(name)) Reflect.deleteProperty(headers, key)
  }
  return {
    get: (name) => {
      const [key] = keysOf(name)
      const value = key === undefined ? undefined : headers[key]
      return value === undefined || value === null ? undefined : String(value)
    },
    set: (name, value) => {
      remove(name)
      headers[name] = value
    },
    delete: remove,
  }
}
