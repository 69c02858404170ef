import { ConfigurationError } from '../errors'
import type { Destination } from '../options/connection-string'
import { type DeliveryOptions, resolveOptions } from '../options/resolve'
import type { CommandOptions } from './arguments'
import type { CliIo } from './io'

/** Which resource a command is about. */
export interface Target {
  /** Undefined where none is configured. */
  readonly destination: Destination | undefined
  readonly delivery: DeliveryOptions
}

/**
 * The destination and the delivery that a client of this environment would have.
 * @throws ConfigurationError
 */
export function targetOf({ connectionString, storagePath }: CommandOptions, { env }: CliIo): Target {
  const { destination, delivery, environmentErrors } = resolveOptions(
    {
      connectionString,
      storagePath,
      disabled: false, // that is for programs; who types a command means it
      storageMaintenanceMs: 1_000, // somebody is watching
    },
    env,
  )
  const [error] = environmentErrors
  if (error !== undefined) throw error
  return { destination: typeof destination === 'string' ? undefined : destination, delivery }
}

/** For a command that needs one. @throws ConfigurationError */
export function destinationOf({ destination }: Target): Destination {
  if (destination !== undefined) return destination
  throw new ConfigurationError('connectionString', `No connection string was given. ${HOW_TO_CONNECT_HERE}`)
}

/** The cure wherever a command has none. */
export const HOW_TO_CONNECT_HERE =
  'Set APPLICATIONINSIGHTS_CONNECTION_STRING or pass --connection-string, as shown on the Overview page of the resource.'
