import { isAbsolute, join } from 'node:path'
import { runProgram, type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { LoggerOptions } from 'pino'
import { azmonPino, azmonPinoTarget, azmonWinston, start } from '../src'

let ingestion: ScriptedIngestion

beforeEach(async () => {
  ingestion = await startIngestion()
})

afterEach(() => ingestion.close())

async function run(options: object, target: object | 'azmonPinoTarget', env: Readonly<Record<string, string>> = {}) {
  const { code, stderr } = await runProgram(join(__dirname, 'programs', 'logs-in-worker.cjs'), {
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
    START: JSON.stringify(options),
    WITH: typeof target === 'string' ? target : JSON.stringify(target),
    ...env,
  })
  const rows = ingestion.accepted
    .filter(({ data }) => data.baseType === 'MessageData')
    .map(({ tags, data }) => ({
      role: tags['ai.cloud.role'],
      severityLevel: data.baseData.severityLevel,
      properties: data.baseData.properties,
    }))
  return { code, rows, warnings: stderr.match(/AzmonWarning: .*/g) ?? [] }
}

const OPTIONS = { cloudRole: 'shop', redactKeys: ['ssn'] }

it.each([
  ['azmonWinston', azmonWinston, { connectionString: 'canary' }],
  ['azmonPino', azmonPino, { cloudRole: 'shop' }],
] as const)('%s() refuses an option that belongs to start()', (name, create, options) => {
  const [option = ''] = Object.keys(options)
  expect(() => create(options as never)).toThrow(`${name}() uses the client of start(): pass ${option} to start().`)
})

describe('azmonPinoTarget()', () => {
  it("gives pino's worker the role, the secret keys and the other options of start()", async () => {
    expect(await run(OPTIONS, 'azmonPinoTarget')).toEqual({
      code: 0,
      rows: [
        {
          role: 'shop',
          severityLevel: 2,
          properties: { level: 'audit', ssn: '[redacted]', iban: 'DE02' },
        },
      ],
      warnings: [],
    })
  })

  it('returns a transport entry for pino, with every option that can be cloned', async () => {
    const azmon = start({
      ...OPTIONS,
      connectionString: ingestion.connectionString,
      processors: [() => {}],
      durability: 'journal',
      onError: () => {},
      tracing: false,
      metrics: false,
    })
    const transport = azmonPinoTarget({ timeKey: 'at' })
    const options: LoggerOptions = { transport }
    await azmon.shutdown()
    expect(options).toEqual({
      transport: {
        target: expect.stringContaining('pino'),
        options: {
          ...OPTIONS,
          connectionString: ingestion.connectionString,
          durability: 'journal',
          timeKey: 'at',
        },
      },
    })
    expect(isAbsolute(transport.target)).toBe(true)
  })
})

describe('@azmon/pino as a target beside start()', () => {
  it('has the options of start() unless it has its own', async () => {
    const { rows, warnings } = await run(OPTIONS, {})
    expect(rows).toMatchObject([{ role: 'shop', properties: { ssn: '[redacted]', iban: 'DE02' } }])
    expect(warnings).toEqual([])
  })

  it('adds its own secret keys', async () => {
    const { rows, warnings } = await run(OPTIONS, { redactKeys: ['iban'] })
    expect(rows).toMatchObject([{ properties: { ssn: '[redacted]', iban: '[redacted]' } }])
    expect(warnings).toEqual([])
  })

  it('warns once of options that differ, by name', async () => {
    const { rows, warnings } = await run(
      { ...OPTIONS, samplingRatio: 1 },
      { cloudRole: 'jobs', samplingRatio: 0.99999 },
    )
    expect(rows).toMatchObject([{ role: 'jobs', properties: { ssn: '[redacted]' } }])
    expect(warnings).toEqual([expect.stringContaining('The target sets its own cloudRole, samplingRatio')])
  })

  it('warns once of options that cannot reach a worker', async () => {
    const { warnings } = await run(OPTIONS, {}, { PROCESSOR: '1' })
    expect(warnings).toEqual([expect.stringContaining('A worker cannot receive processors of start()')])
  })

  it('sends to its own destination if it has one', async () => {
    await using other = await startIngestion()
    const { rows, warnings } = await run(OPTIONS, { connectionString: other.connectionString })
    expect(rows).toEqual([])
    expect(warnings).toEqual([])
    expect(other.accepted).toMatchObject([{ tags: { 'ai.cloud.role': 'shop' } }])
  })
})
