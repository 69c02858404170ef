import { ConfigurationError } from '../errors'
import type { Destination } from '../options/connection-string'
import type { Environment } from '../options/environment'
import { type DeliveryOptions, resolveOptions } from '../options/resolve'

/** The resource, and where its spools are. Programs have the same two options. */
export interface TargetOptions {
  /** @default APPLICATIONINSIGHTS_CONNECTION_STRING of the environment */
  readonly connectionString?: string | undefined
  /** @default the directories of programs without this option: below STATE_DIRECTORY, XDG_STATE_HOME … */
  readonly storagePath?: string | undefined
}

/** The resource that a program in this environment would send to, and how it would deliver. */
export interface Target {
  /** Undefined if none is configured. */
  readonly destination: Destination | undefined
  readonly delivery: DeliveryOptions
}

/**
 * Resolves options and environment variables as a client does, but ignores AZMON_DISABLED.
 * @throws ConfigurationError for an invalid option or environment variable
 */
export function resolveTarget({ connectionString, storagePath }: TargetOptions, env: Environment): Target {
  const { destination, delivery, environmentErrors } = resolveOptions(
    {
      connectionString,
      storagePath,
      disabled: false,
      storageMaintenanceMs: 1_000, // the user is waiting
    },
    env,
  )
  const [error] = environmentErrors
  if (error !== undefined) throw error
  return { destination: typeof destination === 'string' ? undefined : destination, delivery }
}

/** Resolves where the spools are, also if the connection string or a proxy is invalid. */
export function deliveryOnDisk({ storagePath }: TargetOptions, env: Environment): DeliveryOptions {
  return resolveOptions({ storagePath, disabled: true }, env).delivery
}

/** Returns the destination of a target. @throws ConfigurationError without a destination */
export function requireDestination({ destination }: Target): Destination {
  if (destination !== undefined) return destination
  throw new ConfigurationError('connectionString', `No connection string was given. ${HOW_TO_CONNECT_HERE}`)
}

/** The fix if no destination is configured. */
export const HOW_TO_CONNECT_HERE =
  'Set APPLICATIONINSIGHTS_CONNECTION_STRING or pass --connection-string, as shown on the Overview page of the resource.'
