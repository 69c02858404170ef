import { SeverityLevel } from '@azmon/core'

/** The level names of winston's npm, syslog and cli schemes; where two schemes share a name they agree on it. */
const SEVERITIES: Readonly<Record<string, SeverityLevel>> = {
  emerg: SeverityLevel.Critical,
  alert: SeverityLevel.Critical,
  crit: SeverityLevel.Critical,
  error: SeverityLevel.Error,
  warn: SeverityLevel.Warning,
  warning: SeverityLevel.Warning,
  notice: SeverityLevel.Information,
  info: SeverityLevel.Information,
  help: SeverityLevel.Information,
  data: SeverityLevel.Information,
  http: SeverityLevel.Verbose,
  verbose: SeverityLevel.Verbose,
  debug: SeverityLevel.Verbose,
  prompt: SeverityLevel.Verbose,
  input: SeverityLevel.Verbose,
  silly: SeverityLevel.Verbose,
}

/** An unknown level is information: somebody wanted it to be seen. */
export function severityOf(level: string): SeverityLevel {
  return Object.hasOwn(SEVERITIES, level) ? (SEVERITIES[level] as SeverityLevel) : SeverityLevel.Information
}
