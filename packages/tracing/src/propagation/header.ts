import type { TextMapGetter } from '@opentelemetry/api'

/** The one value of a header. Undefined where there is none, or several that contradict each other. */
export function headerOf(carrier: unknown, name: string, getter: TextMapGetter): string | undefined {
  const [first, second] = headersOf(carrier, name, getter)
  return second === undefined ? first : undefined
}

/** All values of a header, whatever the case it is written in. */
export function headersOf(carrier: unknown, name: string, getter: TextMapGetter): readonly string[] {
  const key = getter.get(carrier, name) === undefined ? keyOf(carrier, name, getter) : name
  const value = key === undefined ? undefined : getter.get(carrier, key)
  return [value ?? []].flat().filter((one) => typeof one === 'string')
}

// --- helpers ---

/** Node writes header names small; other carriers need not. */
function keyOf(carrier: unknown, name: string, getter: TextMapGetter): string | undefined {
  return getter.keys(carrier).find((key) => key.toLowerCase() === name.toLowerCase())
}
