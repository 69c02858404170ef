import { ConfigurationError } from '@azmon/tracing'
import type { LoggerKind } from './logger'

/** The result of a request, according to its status. */
export type Outcome = 'error' | 'warn' | 'info'

/**
 * Returns the logger's level for each outcome.
 * @throws ConfigurationError if the logger has none of the usual level names and there is no `level` option.
 */
export function levelNames(kind: LoggerKind, hasLevelOption: boolean): Readonly<Record<Outcome, string | undefined>> {
  const names = { error: findLevel(kind, 'error'), warn: findLevel(kind, 'warn'), info: findLevel(kind, 'info') }
  const missing = Object.entries(names).find(([, name]) => name === undefined)
  if (missing === undefined || hasLevelOption) return names
  throw new ConfigurationError(
    'level',
    `The logger has no level ${missing[0]}. Return one of its levels: level: (request, response, error) => 'high'.`,
  )
}

export function outcomeOf(status: number): Outcome {
  if (status >= 500) return 'error'
  return status >= 400 ? 'warn' : 'info'
}

// --- helpers ---

/** The level names that winston and pino use. */
const LEVELS: Readonly<Record<Outcome, readonly string[]>> = {
  error: ['error', 'err', 'crit'],
  warn: ['warn', 'warning', 'notice'],
  info: ['info', 'notice'],
}

function findLevel(kind: LoggerKind, outcome: Outcome): string | undefined {
  return LEVELS[outcome].find((name) => kind.hasLevel(name))
}
