/** The base class of all azmon errors. Match on `code`, which is stable. Messages may change. */
export abstract class TelemetryError extends Error {
  abstract readonly code: `AZMON_${string}`
}

/**
 * Reports an invalid setting. Thrown only while a client or transport is constructed. The message says what is wrong and
 * how to fix it. It never contains a key, token or connection string.
 */
export class ConfigurationError extends TelemetryError {
  override readonly name = 'ConfigurationError'
  readonly code = 'AZMON_CONFIGURATION'
  /** The option, environment variable or connection string field that is invalid. */
  readonly field: string

  constructor(field: string, message: string) {
    super(message)
    this.field = field
  }
}

/** Reports a problem with delivery, through `onError` and `stats().lastError`. Never thrown into the application. */
export class DeliveryError extends TelemetryError {
  override readonly name = 'DeliveryError'
  readonly code = 'AZMON_DELIVERY'
}

/**
 * Reports a problem with the spool directory, through `onError` and `stats().lastError`. Never thrown into the application.
 */
export class SpoolError extends TelemetryError {
  override readonly name = 'SpoolError'
  readonly code = 'AZMON_SPOOL'
}
