import type { Transform } from 'node:stream'
import type { DeliveryReport, TelemetryClient } from '@azmon/core'
import { isFields, LineReader } from '@azmon/core/adapter'

import build = require('pino-abstract-transport')

import { type MapContext, mapContext } from './map-context'
import { mapLine } from './map-line'
import { onPinoConfig, type PinoConfig } from './pino-config'
import { PlainLineWriter } from './plain-line-writer'
import type { MappingOptions } from './stream-options'

/** The stream that pino writes to. */
export interface LineStream extends Transform {
  /** Sends everything written so far. Resolves even on failure; the report says what was not sent. pino passes `done`. */
  flush(done?: () => void): Promise<DeliveryReport>
}

export interface LineStreamOptions {
  /** The configuration that pino has reported so far. @default {} */
  readonly config?: PinoConfig
  /** Buffers up to 1 MiB, because a process that ends waits up to 10 s until the stream accepts the rest. @default false */
  readonly acceptsAtOnce?: boolean
  /** Reads all remaining lines in one turn when the stream ends, so that they are stored before any is sent. @default false */
  readonly endsAtOnce?: boolean
}

/**
 * Returns a stream that tracks each line as an item of `client` in the turn in which it is read. A line that cannot be mapped
 * does not affect others. Calls `close` when the stream has ended, with the time that reading the remaining lines has taken.
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
  const stop = client.onBeforeClose(() => {
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
    // Reads whole chunks, because an event for each line would take longer than the line itself.
    source._transform = (chunk, encoding, done) => {
      pending = lines.read(asText(chunk, encoding))
      inTurns(pending, track, mayTakeTurn, done)
    }
    // Closes before `'finish'`, because pino's worker waits only for that event.
    source._flush = (done) => {
      for (const line of lines.end()) track(line)
      void closed().then(() => done())
    }
    source.on('error', () => {}) // a write after the end must not end the process
    source.resume()
  }
  const stream = build(take, { close: closed, metadata: false })
  onPinoConfig(stream, (told) => {
    trackLine = trackerOf(client, mapContext(client.properties, mapping, told))
  })
  const flush = async (done?: () => void) => {
    await new Promise((resolve) => stream.write('', resolve)) // waits until all lines before it have been read
    const report = await client.flush()
    done?.() // not with an error, which would end pino's worker
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

/** Keeps strings as they are. By default, a stream encodes the strings that pino's worker writes, which must then be decoded. */
function configureWrites(source: Transform, acceptsAtOnce: boolean): void {
  const state: unknown = Reflect.get(source, '_writableState')
  const highWaterMark = acceptsAtOnce ? MAX_UNREAD_CHARACTERS : source.writableHighWaterMark
  if (isFields(state)) Object.assign(state, { decodeStrings: false, highWaterMark })
}

/** About 8,000 records. They are in memory twice, as strings and as bytes, so the limit is low. */
const MAX_UNREAD_CHARACTERS = 1_048_576

function asText(chunk: Buffer | string, encoding: BufferEncoding): Buffer | string {
  return typeof chunk === 'string' && !/^utf-?8$/i.test(encoding) ? Buffer.from(chunk, encoding) : chunk
}

/** Drops the result of closing, which the stream would treat as an error. */
function ignore(): void {}

/** Limits the lines per turn, because pino's worker passes megabytes at once, and the queue cannot hold that many items. */
const LINES_A_TURN = 256

/** Reads the lines in groups, in separate turns as long as `mayTakeTurn`, so that items are sent while more lines are read. */
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
