import { join } from 'node:path'
import { runProgram, type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterEach, beforeEach, expect, it } from '@jest/globals'

let ingestion: ScriptedIngestion

beforeEach(async () => {
  ingestion = await startIngestion()
})

afterEach(() => ingestion.close())

it.each(['json', 'js'])(
  'loggers can be configured in a .%s file: two transports and a console, each with its own level',
  async (kind) => {
    const ended = await runProgram(join(__dirname, 'programs', `loggers-from-${kind}.cjs`), {
      APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
    })
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(ended.stdout.trim().split('\n')).toEqual([
      'info: Card accepted',
      'warn: Card expires soon',
      'error: Health check failed',
    ])
    const rows = ingestion.accepted.map(({ tags, data: { baseData } }) => ({
      role: tags['ai.cloud.role'],
      message: baseData.message,
      severityLevel: baseData.severityLevel,
      properties: baseData.properties,
    }))
    expect(rows).toEqual([
      {
        role: 'shop',
        message: 'Card expires soon',
        severityLevel: 2,
        properties: { level: 'warn', logger: 'payments' },
      },
      {
        role: 'audit',
        message: 'Card seen',
        severityLevel: 1,
        properties: { level: 'debug', logger: 'audit', audited: 'true' },
      },
    ])
  },
)
