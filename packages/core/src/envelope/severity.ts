/** The five severity levels of Application Insights, with the values of the `severityLevel` column. */
export const SeverityLevel = { Verbose: 0, Information: 1, Warning: 2, Error: 3, Critical: 4 } as const

export type SeverityLevel = (typeof SeverityLevel)[keyof typeof SeverityLevel]
