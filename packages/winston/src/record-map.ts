import type { Envelope } from '@azmon/core'
import { type LogMoment, PlainWriter, type PreserializedTrace } from '@azmon/core/adapter'
import { errorOf, type RecordError } from './find-error'
import type { LogInfo } from './log-info'
import type { MapContext } from './map-context'
import { mapInfo, PLACED } from './map-info'
import { writePlain } from './plain-record'
import { readRecord } from './read-record'

/** Reads the records of one logger. */
export class RecordMap {
  readonly #context: MapContext
  readonly #writer: PlainWriter | undefined

  /** `acceptsPreserialized`: whether the client accepts records that are written directly. */
  constructor(context: MapContext, acceptsPreserialized: boolean) {
    this.#context = context
    this.#writer = acceptsPreserialized ? new PlainWriter(context.serializer, PLACED) : undefined
  }

  /** Writes a plain record directly, and maps any other. `original` is the record before the transport's own format. */
  item(info: LogInfo, moment: LogMoment, original: LogInfo): Envelope | PreserializedTrace {
    return (
      writePlain(this.#writer, info, this.#context, moment, original) ?? mapInfo(info, this.#context, moment, original)
    )
  }

  /** Whether winston must not take the record for an uncaught error, although it is flagged as one. */
  isHandled(info: LogInfo): boolean {
    const error = this.errorOf(info)
    return error !== undefined && error.uncaught === undefined
  }

  /** Returns the error of a record that the transport's own format has not changed yet. */
  errorOf(info: LogInfo): RecordError | undefined {
    return errorOf(readRecord(info, info, this.#context), this.#context)
  }
}
