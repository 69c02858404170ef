import {
  type DeliveryReport,
  type FlushOptions,
  isError,
  type ResolvedLogOptions,
  readField,
  type Stats,
  TelemetryClient,
  type TelemetryClientOptions,
} from '@azmon/core'
import { type Logger, loggers } from 'winston'

import TransportStream = require('winston-transport')

import { argumentsOf } from './arguments'
import { type Levels, severitiesOf } from './levels'
import { type LogInfo, SPLAT } from './log-info'
import { momentOf } from './moment'
import { warnOfOtherSenders } from './other-senders'
import { type RecordMap, recordMap } from './record-map'
import { type AzureMonitorTransportOptions, splitOptions } from './transport-options'
import { uncaughtOrigin } from './uncaught'

/**
 * Brings a winston logger's records to Azure Monitor: `traces`, `exceptions` where a record holds an error, or
 * `customEvents` where it is marked as one. It never waits, never throws and never emits `'error'`; what goes wrong
 * shows in `stats()`, `onError` and the event `'warn'`.
 *
 * @example
 * winston.createLogger({ transports: [new AzureMonitorTransport({ connectionString })] })
 */
export class AzureMonitorTransport extends TransportStream {
  /** What winston's own `remove` and error texts call it. */
  readonly name = 'azure-monitor'
  /** winston filters by these two, which its base class sets only once. */
  declare parent: Logger | null | undefined
  declare levels: Levels | undefined
  declare readonly _writableState: { readonly ending: boolean }
  #client: TelemetryClient
  /** Makes the client anew when the transport is used again; undefined where it was given one. */
  readonly #connect: (() => TelemetryClient) | undefined
  #isConnected = true
  readonly #mapping: ResolvedLogOptions
  readonly #loggers = new Map<Logger, () => void>()
  #map: RecordMap
  /** The record that the transport's own format is working on, as the logger wrote it. */
  #original: LogInfo | undefined
  #warnedMs = Number.NEGATIVE_INFINITY

  /** @throws ConfigurationError when an option cannot work. */
  constructor(options: AzureMonitorTransportOptions = {}) {
    super(options)
    const { client, clientOptions, mapping } = splitOptions(options)
    const connect = () => new TelemetryClient(this.#withWarnings(clientOptions))
    this.#connect = client === undefined ? connect : undefined
    this.#client = client ?? connect()
    this.#mapping = mapping
    this.#map = this.#mapFor({}, undefined)
    this.setMaxListeners(0) // each logger that it is given to adds some
    this.on('pipe', (logger: Logger) => this.#join(logger))
    this.prependListener('unpipe', (logger: Logger) => this.#leave(logger))
  }

  override log(info: LogInfo, done: () => void): void {
    const original = this.#original ?? info
    const moment = momentOf(original)
    if (!this.#isConnected) this.#reconnect()
    const isUncaught = uncaughtOrigin(info) !== undefined
    if (!isUncaught || !this.#client.hasRecordedUncaught(readField(info, 'error'))) {
      this.#client.track(() => this.#map(info, moment, original))
    }
    if (isUncaught) void this.#sendLastWords()
    if (this.listenerCount('logged') > 0) setImmediate(() => this.emit('logged', info))
    done()
  }

  /** Sends everything logged so far. Resolves even on failure: what was not sent is in the report. */
  flush(options: FlushOptions = {}): Promise<DeliveryReport> {
    return this.#client.flush(options)
  }

  /** The account of this transport's destination. */
  stats(): Stats {
    return this.#client.stats()
  }

  /**
   * winston calls this when the transport is taken from a logger. It may be given to one again, so it stays usable; in the
   * meantime it holds nothing.
   */
  override close(): void {
    if (this.#connect === undefined || this.#loggers.size > 0) {
      void this.#client.flush({ timeoutMs: 0 }) // starts it; nobody waits, so the process need not either
      return
    }
    this.#isConnected = false
    this.#client.release()
  }

  /** `logger.end()`: `'finish'` comes when what was logged has been sent, or could not be. */
  override _final(done: () => void): void {
    void this.#finish().then(() => done())
  }

  /** A logger that is ended may still hold records behind a slow sibling; a stream would answer them with `'error'`. */
  override write(info: unknown, encoding?: BufferEncoding | Written, done?: Written): boolean {
    if (!this._writableState.ending) return super.write(info, encoding as BufferEncoding, done)
    this._write(info as LogInfo, 'utf8', done ?? (() => {}))
    return true
  }

  override _write(info: LogInfo, encoding: BufferEncoding, done: Written): void {
    this.#format(info, (record) => super._write(record, encoding, done))
  }

  /** One record at a time, so that each is formatted with its original at hand. */
  override _writev(chunks: readonly BufferedWrite[], done: Written): void {
    try {
      for (const write of chunks) {
        this.#format(write.chunk, (chunk) => super._writev?.([{ ...write, chunk }] as never, () => {}))
      }
    } finally {
      done()
    }
  }

  /** Calls `write`, which runs the transport's format, if there is one, and then `log`. */
  #format(info: LogInfo, write: (record: LogInfo) => void): void {
    if (this.format === undefined) return write(info)
    this.#original = info
    try {
      write(isError(info) ? errorRecord(info) : withOwnArguments(info))
    } finally {
      this.#original = undefined
    }
  }

  async #finish(): Promise<void> {
    const { ok } = await this.#client.flush() // what a slow sibling still holds back is taken meanwhile
    if (this.#connect !== undefined) await this.#client.close(ok ? {} : { timeoutMs: 0 })
  }

  #reconnect(): void {
    this.#isConnected = true
    if (this.#connect !== undefined) this.#client = this.#connect()
  }

  #join(logger: Logger): void {
    if (!this.#isConnected) this.#reconnect()
    this.parent = logger
    this.levels = logger.levels
    let map: RecordMap | undefined
    // Before the pipe's own listener: what is written next is this logger's, to be filtered and read by its levels.
    const take = () => {
      map ??= this.#meet(logger)
      this.parent = logger
      this.levels = logger.levels
      this.#map = map
    }
    this.#loggers.set(logger, take)
    logger.prependListener('data', take)
  }

  /** At the first record the logger is complete: its container knows it, and it has all its transports. */
  #meet(logger: Logger): RecordMap {
    warnOfOtherSenders(logger)
    return this.#mapFor(logger.levels ?? {}, containerId(logger))
  }

  #mapFor(levels: Levels, logger: string | undefined): RecordMap {
    const { levelMap, errorKeys, recordsAs } = this.#mapping
    const severities = severitiesOf(levels, levelMap)
    const context = { write: this.#client.properties, severities, logger, errorKeys, recordsAs }
    return recordMap(context, this.#client.acceptsPreserialized)
  }

  #leave(logger: Logger): void {
    const take = this.#loggers.get(logger)
    if (take !== undefined) logger.off('data', take)
    this.#loggers.delete(logger)
    this.parent = null
    this.close()
  }

  /**
   * winston ends the process after an uncaught error when all transports have emitted `'finish'`, or after 3 s. Where it
   * lets the process live, `'finish'` has taken us out of the loggers' pipes.
   */
  async #sendLastWords(): Promise<void> {
    await this.#client.flush({ timeoutMs: LAST_WORDS_MS })
    const loggers = [...this.#loggers.keys()]
    this.emit('finish')
    if (!this._writableState.ending) for (const logger of loggers) logger.pipe(this)
  }

  #withWarnings(options: TelemetryClientOptions): TelemetryClientOptions {
    const { onError = () => {} } = options
    if (typeof onError !== 'function') return options // for core to refuse
    const onTrouble = (error: Error) => {
      this.#warn(error)
      onError(error)
    }
    return { ...options, onError: onTrouble }
  }

  #warn(error: Error): void {
    if (performance.now() - this.#warnedMs < WARN_INTERVAL_MS) return
    this.#warnedMs = performance.now()
    this.emit('warn', error)
  }
}

// --- helpers, in order of use ---

type Written = (error?: Error | null) => void

interface BufferedWrite {
  readonly chunk: LogInfo
  readonly encoding: BufferEncoding
}

/** Less than the 3 s that winston waits. */
const LAST_WORDS_MS = 2_500

/** One `'warn'` in so long: an outage is one piece of news. */
const WARN_INTERVAL_MS = 10_000

/** winston-transport copies a record before formatting it, and an Error's message and stack would not be copied. */
function errorRecord(error: LogInfo & Error): LogInfo {
  return { ...error, message: readField(error, 'message'), stack: readField(error, 'stack') }
}

/** `format.splat()` removes arguments from the array itself, which is the original's, too. */
function withOwnArguments(info: LogInfo): LogInfo {
  const passed = argumentsOf(info)
  return passed.length === 0 ? info : { ...info, [SPLAT]: [...passed] }
}

/** Of `winston.loggers`; a container of the application's own is not to be found. */
function containerId(logger: Logger): string | undefined {
  for (const [id, known] of loggers.loggers) if (known === logger) return id
  return undefined
}
