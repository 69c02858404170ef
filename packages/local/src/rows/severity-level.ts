/** In the order of their numbers. */
export const severityNames = ['Verbose', 'Information', 'Warning', 'Error', 'Critical'] as const

/** SDKs send the level as a number or by name; the column is a number. */
export function severityLevel(wire: unknown): number | null {
  const level = severityNames.findIndex((name, number) => wire === number || isName(wire, name))
  return level === -1 ? null : level
}

function isName(wire: unknown, name: string): boolean {
  return typeof wire === 'string' && wire.toLowerCase() === name.toLowerCase()
}
