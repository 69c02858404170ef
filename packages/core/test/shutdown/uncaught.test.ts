import { join } from 'node:path'
import { runProgram, type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

let ingestion: ScriptedIngestion

beforeEach(async () => {
  ingestion = await startIngestion()
})

afterEach(() => ingestion.close())

function run(how: string, record: boolean) {
  return runProgram(join(__dirname, '..', 'programs', 'uncaught.cjs'), {
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
    HOW: how,
    RECORD: record ? '1' : '0',
  })
}

describe('an uncaught error, with uncaught: record', () => {
  it('is tracked as an exception with the property uncaught', async () => {
    expect(await run('survives', true)).toMatchObject({ code: 0, stdout: 'caught after all\n' })
    expect(ingestion.accepted).toMatchObject([
      {
        data: {
          baseType: 'ExceptionData',
          baseData: {
            severityLevel: 4,
            properties: { uncaught: 'uncaughtException' },
            exceptions: [{ typeName: 'RangeError', message: 'nobody caught me' }],
          },
        },
      },
    ])
  })

  it.each(['throws', 'rejects', 'survives'])('keeps exit code and output of a process that %s', async (how) => {
    const [recorded, plain] = await Promise.all([run(how, true), run(how, false)])
    expect(recorded).toMatchObject({
      code: plain.code,
      signal: plain.signal,
      stdout: plain.stdout,
      stderr: plain.stderr,
    })
  })
})

it('is not tracked by default', async () => {
  await run('survives', false)
  expect(ingestion.requests).toHaveLength(0)
})
