import type { Diagnostics } from '../diagnostics/diagnostics'
import { syncResult } from '../diagnostics/sync-result'
import type { Envelope } from '../envelope/envelope'
import type { Tags } from '../envelope/tags'
import { acceptsPreserialized, type IntakeParts, type IntakeResult, processEnvelope } from '../intake/process-envelope'
import { EnvelopeSerializer, type PreserializedTrace } from '../item/serialize'
import type { Destination } from '../options/connection-string'
import type { ResolvedOptions } from '../options/resolve'
import type { Processor } from '../options/telemetry-client-options'
import type { Redactor } from '../redaction/redactor'
import { version } from '../version'

/** The values that `track` accepts. */
export type Trackable = Envelope | (() => Envelope | PreserializedTrace)

/** Turns the envelopes of one client into serialized items. */
export class Intake {
  readonly acceptsPreserialized: boolean
  readonly #parts: IntakeParts
  readonly #diagnostics: Diagnostics

  constructor(
    { instrumentationKey }: Destination,
    options: ResolvedOptions,
    processors: readonly Processor[],
    redactor: Redactor,
    diagnostics: Diagnostics,
  ) {
    this.#diagnostics = diagnostics
    this.#parts = {
      processors,
      onProcessorError: (error) => diagnostics.processorFailed(error),
      sampling: options.sampling,
      redactor,
      serializer: new EnvelopeSerializer(instrumentationKey, clientTags(options)),
    }
    this.acceptsPreserialized = acceptsPreserialized(this.#parts)
  }

  /**
   * Processes one envelope. Never throws, although JavaScript callers may pass anything, including objects that throw when
   * they are read.
   */
  process(envelope: Trackable): IntakeResult {
    try {
      const made =
        typeof envelope === 'function'
          ? syncResult<Envelope | PreserializedTrace | undefined>('The function given to track', envelope(), undefined)
          : envelope
      return processEnvelope(made, this.#parts)
    } catch (error) {
      this.#diagnostics.itemFailed(error)
      return { kind: 'unreadable' }
    }
  }
}

// --- helpers ---

function clientTags({ cloudRole, cloudRoleInstance, applicationVersion }: ResolvedOptions): Tags {
  return {
    'ai.cloud.role': cloudRole,
    'ai.cloud.roleInstance': cloudRoleInstance,
    ...(applicationVersion === undefined ? {} : { 'ai.application.ver': applicationVersion }),
    'ai.internal.sdkVersion': `azmon:${version}`,
  }
}
