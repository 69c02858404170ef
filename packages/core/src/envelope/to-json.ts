type ToJson = (key: string) => unknown

/** Returns the `toJSON` that an application has given to an object or its class. Undefined if it is built into Node. */
export function jsonMethodOf(value: object): ToJson | undefined {
  const toJson: unknown = (value as { readonly toJSON?: unknown }).toJSON
  return typeof toJson === 'function' && !BUILT_IN.has(toJson) ? (toJson as ToJson) : undefined
}

// --- helpers ---

/** The objects of these classes are copied by their class. */
const BUILT_IN: ReadonlySet<unknown> = new Set(
  [Date, URL, Buffer].map(({ prototype }) => (prototype as { readonly toJSON: unknown }).toJSON),
)
