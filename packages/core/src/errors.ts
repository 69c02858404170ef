/** Base of every error azmon makes. Match on `code`: it is stable; messages may get better. */
export abstract class TelemetryError extends Error {
  abstract readonly code: `AZMON_${string}`
}

/**
 * A setting that cannot work, thrown while a client or transport is constructed and never later.
 * The message says what was got and what to write instead; it never holds a key, token or connection string.
 */
export class ConfigurationError extends TelemetryError {
  override readonly name = 'ConfigurationError'
  readonly code = 'AZMON_CONFIGURATION'
  /** The option, environment variable or connection string field that is wrong. */
  readonly field: string

  constructor(field: string, message: string) {
    super(message)
    this.field = field
  }
}

/** Delivery has trouble. Never thrown: it reaches `onError` and `stats().lastError`. */
export class DeliveryError extends TelemetryError {
  override readonly name = 'DeliveryError'
  readonly code = 'AZMON_DELIVERY'
}

/** The spool has trouble with its directory. Never thrown: it reaches `onError` and `stats().lastError`. */
export class SpoolError extends TelemetryError {
  override readonly name = 'SpoolError'
  readonly code = 'AZMON_SPOOL'
}
