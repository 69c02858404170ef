import { SeverityLevel } from '../envelope/severity'
import type { LevelMap } from './log-options'

/** What loggers call their levels: winston's npm, syslog and cli schemes, pino. Where two share a name they agree on it. */
export const SEVERITIES: LevelMap = {
  emerg: SeverityLevel.Critical,
  alert: SeverityLevel.Critical,
  crit: SeverityLevel.Critical,
  critical: SeverityLevel.Critical,
  fatal: SeverityLevel.Critical,
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
  trace: SeverityLevel.Verbose,
  prompt: SeverityLevel.Verbose,
  input: SeverityLevel.Verbose,
  silly: SeverityLevel.Verbose,
}
