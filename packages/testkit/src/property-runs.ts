/** Returns how many inputs a property test tries: `usual`, or as many times that as PROPERTY_FACTOR says. */
export function propertyRuns(usual: number): number {
  return usual * Number(process.env['PROPERTY_FACTOR'] ?? 1)
}
