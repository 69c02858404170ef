import type { KqlType, KqlValue, ResultColumn } from '@azmon/kql'
import { mapInSlices } from '../query/map-in-slices'

/** Writes rows as JSON. Whole numbers beyond 2^53 are numbers, too, which JSON.stringify cannot write. */
export async function rowsJson(
  columns: readonly ResultColumn[],
  rows: readonly (readonly KqlValue[])[],
  toWire: (value: KqlValue, type: KqlType) => unknown,
): Promise<string> {
  const types = columns.map(({ type }) => type)
  const hasLongs = types.some((type) => type === 'long')
  const written = await mapInSlices(rows, (row) => {
    const values = row.map((value, index) => toWire(value, types[index] as KqlType))
    const isExact = !hasLongs || !types.some((type, index) => isLargeLong(values[index], type))
    return isExact ? JSON.stringify(values) : `[${values.map((value, index) => valueJson(value, types[index]))}]`
  })
  return `[${written.join(',')}]`
}

// --- helpers ---

function isLargeLong(value: unknown, type: KqlType | undefined): value is string {
  return type === 'long' && typeof value === 'string'
}

function valueJson(value: unknown, type: KqlType | undefined): string {
  return isLargeLong(value, type) ? value : JSON.stringify(value)
}
