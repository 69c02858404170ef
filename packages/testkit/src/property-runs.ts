/** Returns how many inputs a property test tries: `usual`, multiplied by PROPERTY_FACTOR if it is set. */
export function propertyRuns(usual: number): number {
  return usual * Number(process.env['PROPERTY_FACTOR'] ?? 1)
}
