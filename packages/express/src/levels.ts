import { ConfigurationError } from '@azmon/tracing'
import type { LoggerKind } from './logger'

/** By what a request has come to. */
export type Outcome = 'error' | 'warn' | 'info'

/**
 * What the logger calls its levels.
 * @throws ConfigurationError where it has none of the usual names, and nobody says what else to take.
 */
export function levelNames(kind: LoggerKind, hasOwn: boolean): Readonly<Record<Outcome, string | undefined>> {
  const names = { error: known(kind, 'error'), warn: known(kind, 'warn'), info: known(kind, 'info') }
  const missing = Object.entries(names).find(([, name]) => name === undefined)
  if (missing === undefined || hasOwn) return names
  throw new ConfigurationError(
    'level',
    `The logger has no level ${missing[0]}. Say which to take: level: (request, response, error) => 'high'.`,
  )
}

export function outcomeOf(status: number): Outcome {
  if (status >= 500) return 'error'
  return status >= 400 ? 'warn' : 'info'
}

// --- helpers ---

/** Those of winston's sets of levels, and of pino's. */
const NAMES: Readonly<Record<Outcome, readonly string[]>> = {
  error: ['error', 'err', 'crit'],
  warn: ['warn', 'warning', 'notice'],
  info: ['info', 'notice'],
}

function known(kind: LoggerKind, outcome: Outcome): string | undefined {
  return NAMES[outcome].find((name) => kind.hasLevel(name))
}
