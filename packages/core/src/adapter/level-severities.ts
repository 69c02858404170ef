import { SeverityLevel } from '../envelope/severity'
import type { LevelMap } from './log-options'

/** Severities of the level names of winston (npm, syslog, cli), pino and bunyan. A name means the same in all of them. */
export const SEVERITY_OF_LEVEL: LevelMap = {
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

/** Returns the severity of a level of pino or bunyan, 10 (trace) to 60 (fatal). A number between two levels is the lower one. */
export function severityOfNumber(level: number): SeverityLevel {
  if (level < 30) return SeverityLevel.Verbose
  if (level < 40) return SeverityLevel.Information
  if (level < 50) return SeverityLevel.Warning
  return level < 60 ? SeverityLevel.Error : SeverityLevel.Critical
}
