import type { Transform } from 'node:stream'
import { type DeliveryReport, isFields, type TelemetryClient } from '@azmon/core'

import build = require('pino-abstract-transport')

import { LineReader } from './line-reader'
import { type MapContext, mapContext } from './map-context'
import { mapLine } from './map-line'
import { onPinoConfig, type PinoConfig } from './pino-config'
import { PlainLineWriter } from './plain-line-writer'
import type { MappingOptions } from './stream-options'

/** What pino writes to. */
export interface LineStream extends Transform {
  /** Sends everything written so far. Resolves even on failure: what was not sent is in the report. pino passes `done`. */
  flush(done?: () => void): Promise<DeliveryReport>
}

export interface LineStreamOptions {
  /** What pino has said of itself so far. @default nothing */
  readonly config?: PinoConfig
  /** Accepts up to 1 MiB before it is read: pino gives a process that ends 10 s for that. @default false */
  readonly acceptsAtOnce?: boolean
  /** Reads everything in one turn once the stream is ended, so that nothing is sent before that. @default false */
  readonly endsAtOnce?: boolean
}

/**
 * Each line that is written becomes an item of `client` at once; one that cannot be mapped costs itself alone. `close` is
 * called when the stream has ended, with how long it has read since.
 */
export function lineStream(
  client: TelemetryClient,
  mapping: MappingOptions,
  close: (spentMs: number) => Promise<unknown>,
  { config = {}, acceptsAtOnce = false, endsAtOnce = false }: LineStreamOptions = {},
): LineStream {
  const lines = new LineReader()
  let trackLine = trackerOf(client, mapContext(client.properties, mapping, config))
  const track = (line: string) => trackLine(line)
  let pending: Generator<string, void> | undefined
  const stop = client.onLastWords(() => {
    for (const line of pending ?? []) track(line)
  })
  let closing: Promise<void> | undefined
  let endedMs: number | undefined
  const closed = () => {
    closing ??= close(endedMs === undefined ? 0 : performance.now() - endedMs)
      .then(ignore, ignore)
      .finally(stop)
    return closing
  }
  const take = (source: Transform) => {
    configureWrites(source, acceptsAtOnce)
    const mayTakeTurn = () => {
      if (!endsAtOnce || !source.writableEnded) return true
      endedMs ??= performance.now()
      return false
    }
    // Whole chunks at a time: an event for each line would cost more than the line.
    source._transform = (chunk, encoding, done) => {
      pending = lines.read(asText(chunk, encoding))
      inTurns(pending, track, mayTakeTurn, done)
    }
    // Closed before it has finished: at the end of a pipeline, pino's worker waits for no more than that.
    source._flush = (done) => {
      for (const line of lines.end()) track(line)
      void closed().then(() => done())
    }
    source.on('error', () => {}) // a line after the end: nobody's process is to die of it
    source.resume()
  }
  const stream = build(take, { close: closed, metadata: false })
  onPinoConfig(stream, (told) => {
    trackLine = trackerOf(client, mapContext(client.properties, mapping, told))
  })
  const flush = async (done?: () => void) => {
    await new Promise((resolve) => stream.write('', resolve)) // behind the lines that are still to be read
    const report = await client.flush()
    done?.() // never with an error: pino's worker would die of it
    return report
  }
  return Object.assign(stream, { flush })
}

// --- helpers, in order of use ---

function trackerOf(client: TelemetryClient, context: MapContext): (line: string) => void {
  const writer = client.acceptsPreserialized ? new PlainLineWriter(context) : undefined
  return (line) => {
    const nowMs = Date.now()
    client.track(() => writer?.write(line, nowMs) ?? mapLine(line, context, nowMs))
  }
}

/** pino's worker writes text. Made bytes first, as streams do, all of it would have to be decoded a second time. */
function configureWrites(source: Transform, acceptsAtOnce: boolean): void {
  const state: unknown = Reflect.get(source, '_writableState')
  const highWaterMark = acceptsAtOnce ? MAX_UNREAD_CHARACTERS : source.writableHighWaterMark
  if (isFields(state)) Object.assign(state, { decodeStrings: false, highWaterMark })
}

/** Some 8,000 records. More would be held in memory twice, as text and as bytes. */
const MAX_UNREAD_CHARACTERS = 1_048_576

function asText(chunk: Buffer | string, encoding: BufferEncoding): Buffer | string {
  return typeof chunk === 'string' && !/^utf-?8$/i.test(encoding) ? Buffer.from(chunk, encoding) : chunk
}

/** What closing resolves to would be taken for an error. */
function ignore(): void {}

/** pino's worker hands over megabytes at once, of which the queue could not hold what becomes of them. */
const LINES_A_TURN = 256

/** So that what has been read is sent while there is more to read, as long as `mayTakeTurn`. */
function inTurns(
  lines: Iterator<string, void>,
  take: (line: string) => void,
  mayTakeTurn: () => boolean,
  done: () => void,
): void {
  for (let taken = 0; taken < LINES_A_TURN || !mayTakeTurn(); taken++) {
    const next = lines.next()
    if (next.done === true) return done()
    take(next.value)
  }
  setImmediate(inTurns, lines, take, mayTakeTurn, done)
}
