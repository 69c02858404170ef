import { type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { ecsFormat } from '@elastic/ecs-pino-format'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import pino, { type LoggerOptions } from 'pino'
import { type AzureMonitorStreamOptions, azureMonitorStream } from '../src'
import { mappedLine, mappedOne } from './builders'

const GOOGLE_SEVERITIES: Readonly<Record<string, string>> = {
  debug: 'DEBUG',
  info: 'NOTICE',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'EMERGENCY',
}

let ingestion: ScriptedIngestion

beforeAll(async () => {
  ingestion = await startIngestion()
})

afterAll(() => ingestion.close())

/** What arrives of a record of each level. */
async function arrivalsOf(loggerOptions: LoggerOptions, options: AzureMonitorStreamOptions = {}) {
  const before = ingestion.accepted.length
  const stream = azureMonitorStream({ connectionString: ingestion.connectionString, ...options })
  const logger = pino({ ...loggerOptions, level: 'debug' }, stream)
  for (const level of ['debug', 'info', 'warn', 'error', 'fatal'] as const) logger[level]({ orderId: 42 }, 'x')
  await stream.flush()
  await stream.close()
  return ingestion.accepted.slice(before).map(({ data }) => data.baseData)
}

const formatters = (level: (label: string, number: number) => object) => ({ formatters: { level } })

describe('a logger may write its level', () => {
  const labels = ['debug', 'info', 'warn', 'error', 'fatal']
  const upper = labels.map((label) => label.toUpperCase())
  const google = labels.map((label) => GOOGLE_SEVERITIES[label])

  it.each<[string, LoggerOptions, readonly unknown[], AzureMonitorStreamOptions?]>([
    ['as its name', formatters((level) => ({ level })), labels],
    ['in upper case', formatters((label) => ({ level: label.toUpperCase() })), upper],
    ['under severity', formatters((severity) => ({ severity })), labels],
    ['as Google Cloud names it', formatters((label) => ({ severity: GOOGLE_SEVERITIES[label] })), google],
    ['under log.level', formatters((label) => ({ 'log.level': label })), labels],
    ['under lvl, as a number', formatters((_, lvl) => ({ lvl })), labels],
    ['under severityLevel', formatters((severityLevel) => ({ severityLevel })), labels],
    ['under logLevel', formatters((logLevel) => ({ logLevel })), labels],
    ['under a key that levelKey names', formatters((rank) => ({ rank })), labels, { levelKey: 'rank' }],
    ['in the Elastic Common Schema', ecsFormat(), labels, { timeKey: '@timestamp' }],
  ])('%s', async (_, loggerOptions, words, options = {}) => {
    const arrived = await arrivalsOf(loggerOptions, options)
    expect(arrived.map(({ severityLevel }) => severityLevel)).toEqual([0, 1, 2, 3, 4])
    expect(arrived.map(({ properties }) => properties?.['level'])).toEqual(words)
    for (const key of ['severity', 'log.level', 'lvl', 'severityLevel', 'logLevel', 'rank']) {
      expect(arrived[0]?.properties).not.toHaveProperty([key])
    }
  })

  it('as a severity of Application Insights', async () => {
    const arrived = await arrivalsOf(formatters((_, number) => ({ severityLevel: Math.max(0, number / 10 - 2) })))
    expect(arrived.map(({ severityLevel }) => severityLevel)).toEqual([0, 1, 2, 3, 4])
  })

  it('twice: the number is the level and the other is a property', () => {
    const options = formatters((label, level) => ({ severity: GOOGLE_SEVERITIES[label], level }))
    expect(mappedOne((logger) => logger.warn('x'), options).data.baseData).toMatchObject({
      severityLevel: 2,
      properties: { level: 'warn', severity: 'WARNING' },
    })
  })
})

it('a record has the right severity when it is sampled', async () => {
  const options = { samplingRatioBySeverity: { 0: 0, 1: 0, 3: 0 } }
  const arrived = await arrivalsOf(
    formatters((label) => ({ 'log.level': label })),
    options,
  )
  expect(arrived.map(({ severityLevel }) => severityLevel)).toEqual([2, 4])
})

describe('a field of the log call that is called like the key of a level is a property', () => {
  it.each<[string, object, object, object?]>([
    ['beside the level', { severity: 'high', lvl: 3 }, { level: 'error', severity: 'high', lvl: '3' }],
    ['of the same name', { level: 'floor 3' }, { level: 'floor 3' }],
    [
      'beside a level under another key',
      { level: 'floor 3' },
      { level: 'floor 3' },
      formatters((label) => ({ severity: label.toUpperCase() })),
    ],
    [
      'of the same name as another key',
      { severity: 'high' },
      { level: 'error', severity: 'high' },
      formatters((severity) => ({ severity })),
    ],
  ])('%s', (_, fields, properties, options: object = {}) => {
    const { data } = mappedOne((logger) => logger.error(fields, 'Elevator stuck'), options)
    expect(data.baseData).toMatchObject({ severityLevel: 3 })
    expect(data.baseData.properties).toEqual(properties)
  })
})

it.each<[object, number, string]>([
  [{ time: '2026-03-04T12:00:00Z', level: 'WARN', msg: 'x' }, 2, 'WARN'],
  [{ ts: 1_772_625_600.5, level: 'dpanic', msg: 'x' }, 4, 'dpanic'],
  [{ msg: 'x', a: { b: 1 }, levelname: 'ERROR' }, 3, 'ERROR'],
  [{ '@timestamp': '2026-03-04T12:00:00Z', 'log.level': 'fatal', msg: 'x' }, 4, 'fatal'],
  [{ severity: 'ALERT', msg: 'x' }, 4, 'ALERT'],
  [{ severity: 'DEFAULT', msg: 'x' }, 1, 'DEFAULT'],
  [{ level: 400, level_name: 'ERROR', msg: 'x' }, 4, '400'],
  [{ severityText: 'Information', msg: 'x' }, 1, 'Information'],
])('a line of another logger has its level: %j', (line, severityLevel, level) => {
  expect(mappedLine(line).data.baseData).toMatchObject({ severityLevel, properties: { level } })
})
