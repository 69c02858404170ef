/** A JSON object as received. The types of its fields are unknown until they are read. */
export type WireObject = Readonly<Record<string, unknown>>

export function isWireObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns a scalar as a string, because some SDKs send codes and flags as numbers or booleans. */
export function readString(object: WireObject, field: string): string | null {
  const value = object[field]
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
    case 'boolean':
      return String(value)
    default:
      return null
  }
}

export function readNumber(object: WireObject, field: string): number | null {
  const value = object[field]
  return typeof value === 'number' ? value : null
}

export function readInteger(object: WireObject, field: string): number | null {
  const value = readNumber(object, field)
  return value === null ? null : toInt32(value)
}

export function readObject(object: WireObject, field: string): WireObject {
  const value = object[field]
  return isWireObject(value) ? value : {}
}

export function readObjects(object: WireObject, field: string): readonly WireObject[] {
  const value = object[field]
  return Array.isArray(value) ? value.filter(isWireObject) : []
}

/** Returns a 32-bit integer, because columns of type int have 32 bits. */
export function toInt32(value: number): number {
  return Math.min(2_147_483_647, Math.max(-2_147_483_648, Math.round(value)))
}
