/** The five levels of Application Insights, as the `severityLevel` column holds them. */
export const SeverityLevel = { Verbose: 0, Information: 1, Warning: 2, Error: 3, Critical: 4 } as const

export type SeverityLevel = (typeof SeverityLevel)[keyof typeof SeverityLevel]
