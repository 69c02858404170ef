/** The names of the levels, indexed by level number. */
const severityNames = ['Verbose', 'Information', 'Warning', 'Error', 'Critical'] as const

/** Returns the number of the level, which SDKs send as a number or a name. */
export function severityLevel(wire: unknown): number | null {
  const level = severityNames.findIndex((name, number) => wire === number || isName(wire, name))
  return level === -1 ? null : level
}

function isName(wire: unknown, name: string): boolean {
  return typeof wire === 'string' && wire.toLowerCase() === name.toLowerCase()
}
