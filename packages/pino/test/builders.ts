import { type Envelope, TelemetryClient, type TelemetryClientOptions } from '@azmon/core'
import { splitLogOptions } from '@azmon/core/adapter'
import pino, { type Logger, type LoggerOptions } from 'pino'
import { type MapContext, mapContext } from '../src/map-context'
import { mapLine } from '../src/map-line'
import { onPinoConfig, type PinoConfig } from '../src/pino-config'
import type { MappingOptions } from '../src/stream-options'
import { Lines } from './lines'

export const NOW_MS = Date.parse('2026-03-04T12:00:00.000Z')

const mapping: MappingOptions = {
  ...splitLogOptions({}).log,
  levelKey: undefined,
  timeKey: 'time',
  nestedKey: undefined,
  namesInstance: false,
}

/** How the lines of a logger are read that has told of itself what `config` says. */
export function contextOf(
  options: Partial<MappingOptions> = {},
  config: PinoConfig = {},
  clientOptions: TelemetryClientOptions = {},
): MapContext {
  const { properties } = new TelemetryClient({ ...clientOptions, disabled: true })
  return mapContext(properties, { ...mapping, ...options }, config)
}

/** One line, mapped at NOW_MS. */
export function mappedLine(line: string | object, options: Partial<MappingOptions> = {}): Envelope {
  const text = typeof line === 'string' ? line : JSON.stringify(line)
  return mapLine(text, contextOf(options), NOW_MS)
}

/** What a real pino logger writes in one call, mapped. */
export function mappedOne(
  log: (logger: Logger<string>) => void,
  loggerOptions: LoggerOptions<string> = {},
  options: Partial<MappingOptions> = {},
): Envelope {
  const lines = new Lines()
  let config: PinoConfig = {}
  onPinoConfig(lines, (told) => {
    config = told
  })
  log(pino<string>({ level: 'trace', ...loggerOptions }, lines))
  if (lines.written.length !== 1) throw new Error(`Not one line but ${lines.written.length}`)
  return mapLine(lines.written.join(), contextOf(options, config), Date.now())
}
