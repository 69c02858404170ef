import { type Envelope, TelemetryClient, type TelemetryClientOptions } from '@azmon/core'
import { LogSink, momentIn, type PropertySerializer, splitLogOptions } from '@azmon/core/adapter'
import winston, { type Logger, type LoggerOptions } from 'winston'
import Transport from 'winston-transport'
import type { LogInfo } from '../src/log-info'
import { type MapContext, mapContext } from '../src/map-context'
import { mapInfo } from '../src/map-info'
import { currentMoment } from '../src/moment'

const sink = new LogSink({ client: undefined, clientOptions: { disabled: true } })

/** What a transport without options knows of a logger with npm's levels. */
export function aContext(context: Partial<MapContext> = {}): MapContext {
  return { ...mapContext(sink, splitLogOptions({}).log, winston.config.npm.levels), ...context }
}

/** How a client with these options writes values. */
export function writeOf(options: TelemetryClientOptions): PropertySerializer {
  return new TelemetryClient({ disabled: true, ...options }).properties
}

/** What a real winston logger hands its transports, mapped. */
export function mapped(
  log: (logger: Logger) => void,
  options: LoggerOptions = {},
  context: Partial<MapContext> = {},
): Envelope[] {
  const envelopes: Envelope[] = []
  handOver(log, options, (info) => envelopes.push(mapInfo(info, aContext(context), momentIn(info) ?? currentMoment())))
  return envelopes
}

/** The one record of a log call. */
export function mappedOne(...args: Parameters<typeof mapped>): Envelope {
  const [envelope, ...more] = mapped(...args)
  if (envelope === undefined || more.length > 0) throw new Error(`Not one record but ${more.length + 1}`)
  return envelope
}

/** The one record that a real winston logger hands its transports. */
export function recorded(log: (logger: Logger) => void, options: LoggerOptions = {}): LogInfo {
  const infos: LogInfo[] = []
  handOver(log, options, (info) => infos.push(info))
  const [info, ...more] = infos
  if (info === undefined || more.length > 0) throw new Error(`Not one record but ${infos.length}`)
  return info
}

/** Hands records on as they are: winston's own json() would stumble over what the tests log. */
export const asItIs = winston.format((info) => info)()

// --- helpers ---

function handOver(log: (logger: Logger) => void, options: LoggerOptions, take: (info: LogInfo) => void): void {
  class Collect extends Transport {
    override log(info: LogInfo, done: () => void): void {
      take(info)
      done()
    }
  }
  log(winston.createLogger({ level: 'silly', ...options, transports: [new Collect()] }))
}
