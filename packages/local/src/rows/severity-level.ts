/** The index is the level's number. */
export const severityNames = ['Verbose', 'Information', 'Warning', 'Error', 'Critical'] as const

/** SDKs send the level as a number or as a name. The column contains the number. */
export function severityLevel(wire: unknown): number | null {
  const level = severityNames.findIndex((name, number) => wire === number || isName(wire, name))
  return level === -1 ? null : level
}

function isName(wire: unknown, name: string): boolean {
  return typeof wire === 'string' && wire.toLowerCase() === name.toLowerCase()
}
