import { isDeepStrictEqual } from 'node:util'
import { offeredOptions } from '@azmon/core/adapter'
import type { AzureMonitorTargetOptions } from './target-options'

/**
 * Returns the options of the application's start(), overridden by the target's own options. `redactKeys` of both are combined.
 * Warns once about options that differ.
 */
export function withOfferedOptions(given: AzureMonitorTargetOptions): AzureMonitorTargetOptions {
  const offered = offeredOptions()
  if (offered === undefined) return given
  const own = new Map(Object.entries(given).filter(([, value]) => value !== undefined))
  const { redactKeys = [] } = offered.options
  if (Array.isArray(given.redactKeys)) own.set('redactKeys', [...redactKeys, ...given.redactKeys])
  const isElsewhere = DESTINATION.some((name) => own.has(name))
  const shared = Object.entries(offered.options).filter(([name]) => !(isElsewhere && DESTINATION.includes(name)))
  const differing = shared.filter(
    ([name, value]) => name !== 'redactKeys' && own.has(name) && !isDeepStrictEqual(own.get(name), value),
  )
  warn(
    differing.map(([name]) => name),
    offered.missing.filter((name) => !own.has(name)),
  )
  return { ...Object.fromEntries(shared), ...Object.fromEntries(own) }
}

// --- helpers, in order of use ---

/** If the target sets one of them, all are its own, so that its key is not sent to another endpoint. */
const DESTINATION: readonly string[] = ['connectionString', 'instrumentationKey', 'endpoint']

function warn(differing: readonly string[], missing: readonly string[]): void {
  const parts = [
    ...(differing.length === 0
      ? []
      : [`The target sets its own ${differing.join(', ')}. Remove them to use those of start().`]),
    ...(missing.length === 0
      ? []
      : [`A worker cannot receive ${missing.join(', ')} of start(). Use azmonPino() instead.`]),
  ]
  if (parts.length === 0) return
  process.emitWarning(`pino's worker uses other options than start(). ${parts.join(' ')}`, { type: 'AzmonWarning' })
}
