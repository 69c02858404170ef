import type { DeliveryReport, FlushOptions, Stats } from '@azmon/core'
import { isError, type Levels, LogSink, momentIn, readField, splitLogOptions } from '@azmon/core/adapter'
import { type Logger, loggers } from 'winston'

import TransportStream = require('winston-transport')

import { originalError } from './find-error'
import { argumentsOf, type LogInfo, SPLAT } from './log-info'
import { type MapContext, mapContext } from './map-context'
import { mapInfo } from './map-info'
import { currentMoment } from './moment'
import { warnOfOtherSenders } from './other-senders'
import { writePlain } from './plain-record'
import { type AzureMonitorTransportOptions, WINSTON_OPTIONS } from './transport-options'

/**
 * Sends a winston logger's records to Azure Monitor: to `customEvents` if a record has a `customEvent`, to `exceptions` if it
 * has an error, and to `traces` otherwise. It never blocks, never throws and never emits `'error'`; it reports failures in
 * `stats()`, to `onError` and by the event `'warn'`.
 *
 * @example
 * winston.createLogger({ transports: [new AzureMonitorTransport({ connectionString })] })
 */
export class AzureMonitorTransport extends TransportStream {
  /** The name that winston uses in `remove` and in its error messages. */
  readonly name = 'azure-monitor'
  /** winston filters by `parent` and `levels`. The base class sets them only once. */
  declare parent: object | null | undefined
  declare levels: Levels | undefined
  declare readonly _writableState: { readonly ending: boolean }
  /** winston sets this while it waits for `'finish'`, to end the process because of an uncaught error. */
  declare _ending: boolean | undefined
  readonly #sink: LogSink
  readonly #loggers = new Map<Logger, () => void>()
  #context: MapContext
  /** The unformatted record. Undefined unless the transport's own format is running. */
  #original: LogInfo | undefined

  /** @throws ConfigurationError if an option cannot work. */
  constructor(options: AzureMonitorTransportOptions = {}) {
    super(options)
    const { client, clientOptions, log } = splitLogOptions(options, { more: WINSTON_OPTIONS })
    this.#sink = new LogSink({ client, clientOptions, onTrouble: (error) => this.emit('warn', error) })
    this.#context = mapContext(this.#sink, log, {})
    // Writes buffered records one at a time, so that the unformatted record of each is known while it is formatted.
    Object.defineProperty(this, '_writev', { value: undefined })
    this.setMaxListeners(0) // each logger adds some
    this.on('pipe', (logger: Logger) => this.#onPipe(logger))
    this.prependListener('unpipe', (logger: Logger) => this.#onUnpipe(logger))
  }

  override log(info: LogInfo, done: () => void): void {
    const original = this.#original ?? info
    const moment = momentIn(original) ?? currentMoment()
    const isFlagged = readField(original, 'exception') === true || readField(original, 'rejection') === true
    const error = isFlagged || this._ending ? originalError(original, this.#context) : undefined
    const isUncaught = error?.uncaught !== undefined
    if (!isUncaught || !this.#sink.client.hasRecordedUncaught(error.value)) {
      const context = this.#context
      this.#sink.track(() => writePlain(info, context, moment, original) ?? mapInfo(info, context, moment, original))
    }
    if (isUncaught && this._ending) void this.#finishBeforeExit()
    if (this.listenerCount('logged') > 0) setImmediate(() => this.emit('logged', info))
    done()
  }

  /** Sends everything logged so far. Resolves even on failure; the report says what was not sent. */
  flush(options: FlushOptions = {}): Promise<DeliveryReport> {
    return this.#sink.flush(options)
  }

  /** Returns the delivery statistics of the destination. All clients in the process with the same destination share them. */
  stats(): Stats {
    return this.#sink.stats()
  }

  /** winston calls this when the transport is removed from a logger. The transport stays usable, as it may be added again. */
  override close(): void {
    if (this.#loggers.size === 0) this.#sink.release()
    else void this.#sink.flush({ timeoutMs: 0 }) // not awaited: the process need not stay alive for it
  }

  /** After `logger.end()`, delays `'finish'` until everything has been sent or has failed. */
  override async _final(done: () => void): Promise<void> {
    const { ok } = await this.#sink.flush() // waiting also lets records arrive that a slow transport has delayed
    if (this.#sink.ownsClient) await this.#sink.close(ok ? {} : { timeoutMs: 0 })
    done()
  }

  /** Accepts records after `end()`, where a stream emits `'error'`: a slow transport of the logger may delay records. */
  override write(info: unknown, encoding?: BufferEncoding | Written, done?: Written): boolean {
    if (!this._writableState.ending) return super.write(info, encoding as BufferEncoding, done)
    this._write(info as LogInfo, 'utf8', done ?? (() => {}))
    return true
  }

  override _write(info: LogInfo, encoding: BufferEncoding, done: Written): void {
    const error = info['exception'] === true ? originalError(info, this.#context) : undefined
    // winston-transport drops the errors of requests, which express-winston flags as uncaught.
    const record = error !== undefined && error.uncaught === undefined ? { ...info, exception: undefined } : info
    this.#original = info
    try {
      super._write(this.format === undefined ? record : formattable(record), encoding, done)
    } finally {
      this.#original = undefined
    }
  }

  #onPipe(logger: Logger): void {
    this.parent = logger
    this.levels = logger.levels
    let context: MapContext | undefined
    // Runs before the pipe's own listener writes the record, so that the levels of its logger apply.
    const take = () => {
      context ??= this.#contextOf(logger)
      this.parent = logger
      this.levels = logger.levels
      this.#context = context
    }
    this.#loggers.set(logger, take)
    logger.prependListener('data', take)
  }

  /** Called for the first record, because by then the logger is in its container and has all its transports. */
  #contextOf(logger: Logger): MapContext {
    warnOfOtherSenders(logger)
    return mapContext(this.#sink, this.#context, logger.levels ?? {}, containerId(logger))
  }

  #onUnpipe(logger: Logger): void {
    const take = this.#loggers.get(logger)
    if (take !== undefined) logger.off('data', take)
    this.#loggers.delete(logger)
    this.parent = null
    this.close()
  }

  /**
   * Sends everything, then emits `'finish'`: after an uncaught error, winston ends the process when all transports have emitted
   * it, or after 3 s. `'finish'` removes the pipes, so they are restored in case winston keeps the process alive.
   */
  async #finishBeforeExit(): Promise<void> {
    await this.#sink.flush({ timeoutMs: EXIT_FLUSH_MS })
    const loggers = [...this.#loggers.keys()]
    this._ending = false
    this.emit('finish')
    if (!this._writableState.ending) for (const logger of loggers) logger.pipe(this)
  }
}

// --- helpers, in order of use ---

type Written = (error?: Error | null) => void

/** Less than the 3 s that winston waits. */
const EXIT_FLUSH_MS = 2_500

/**
 * Returns a copy of the record for the transport's own format. The copy of an Error has its message and stack, which
 * winston-transport would not copy. Any other copy has its own array of arguments, because `format.splat()` removes elements
 * from it.
 */
function formattable(info: LogInfo): LogInfo {
  if (isError(info)) return { ...info, message: readField(info, 'message'), stack: readField(info, 'stack') }
  const args = argumentsOf(info)
  return args.length === 0 ? info : { ...info, [SPLAT]: [...args] }
}

/** Returns the id of the logger in `winston.loggers`. Other containers cannot be found. */
function containerId(logger: Logger): string | undefined {
  return [...loggers.loggers].find(([, known]) => known === logger)?.[0]
}
