import { join } from 'node:path'
import { runProgram, type ScriptedIngestion, startIngestion, status, type WireEnvelope } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

const PROGRAM = join(__dirname, '..', 'dist', 'main.js')
const ITEMS = 231

describe('npm start -- --once', () => {
  it('shows rows of every table, exits with 0, and does not use the connection string of the environment', async () => {
    await using ingestion = await startIngestion()
    const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString }
    const ended = await runProgram(PROGRAM, env, ['--once'])
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(ended.stdout).toMatch(/^ {2}requests +57$/m)
    expect(ended.stdout).toMatch(/^ {2}dependencies +96$/m)
    expect(ended.stdout).toMatch(/^ {2}traces +69$/m)
    expect(ended.stdout).toMatch(/^ {2}exceptions +9$/m)
    expect(ended.stdout).toMatch(
      /shop +1 Information +Order placed +orderId=\d+ product=tea amount=2 total=9 level=info$/m,
    )
    expect(ended.stdout).toMatch(/payments +CardDeclinedError +The bank declined 39\.00 +askBank$/m)
    expect(ended.stdout).toMatch(
      /payments +1 Information +Card charged +orderId=\d+ total=9 level=info logger=payments$/m,
    )
    expect(ended.stdout).toMatch(/^ {2}payments +exceptions +· · · CardDeclinedError: The bank declined 39\.00$/m)
    expect(ended.stdout).toContain('Every record has arrived exactly once, and the records of one order are linked.')
    expect(ended.stdout).toContain('APPLICATIONINSIGHTS_CONNECTION_STRING is set but not used')
    expect(ingestion.requests).toHaveLength(0)
  })
})

describe('npm start -- --once --to-azure', () => {
  let ingestion: ScriptedIngestion
  beforeEach(async () => {
    ingestion = await startIngestion()
  })
  afterEach(() => ingestion.close())

  const run = (env: Readonly<Record<string, string>>) => runProgram(PROGRAM, env, ['--once', '--to-azure'])

  it('sends everything to the connection string of the environment', async () => {
    const ended = await run({ APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString })
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    const isMetric = ({ data }: WireEnvelope) => data.baseType === 'MetricData'
    const metrics = ingestion.accepted.filter(isMetric).length
    expect(metrics).toBeGreaterThan(0)
    expect(ended.stdout).toContain(
      `Sent to Azure Monitor: ${ITEMS + metrics} items. ${ITEMS} of them are from the traffic`,
    )
    expect(ingestion.accepted).toHaveLength(ITEMS + metrics)
  })

  it('exits with 1 if the endpoint rejects it', async () => {
    ingestion.always(status(404))
    const ended = await run({ APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString })
    expect(ended.code).toBe(1)
    const [, waiting] = /0 items were dropped, (\d+) are still on disk or in memory/.exec(ended.stderr) ?? []
    expect(Number(waiting)).toBeGreaterThan(ITEMS)
    expect(ended.stderr).toContain('status 404')
  })

  it('exits with 1 if there is no connection string', async () => {
    const ended = await run({})
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toContain('--to-azure needs APPLICATIONINSIGHTS_CONNECTION_STRING')
  })
})

describe('npm start', () => {
  it('rejects an unknown option', async () => {
    const ended = await runProgram(PROGRAM, {}, ['--twice'])
    expect(ended.code).toBe(1)
    expect(ended.stderr).toContain('--twice')
  })
})
