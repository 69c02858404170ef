import { join } from 'node:path'
import { runProgram } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

const warningsBeside = async (OTHER: string) => {
  const { code, stderr } = await runProgram(join(__dirname, 'programs', 'other-senders.cjs'), { OTHER })
  expect(code).toBe(0)
  return stderr.split('\n').filter((line) => line.includes('Warning'))
}

it.each([
  ['@opentelemetry/winston-transport', 'OpenTelemetryTransportV3'],
  ['applicationinsights', 'AppInsightsTransport'],
  ['winston-azure-application-insights', 'AzureApplicationInsightsLogger'],
])('one warning names %s, which sends the same records', async (name, transport) => {
  const [warning, ...more] = await warningsBeside(transport)
  expect(warning).toContain(`AzmonWarning: ${name} sends this logger's records, too`)
  expect(more).toEqual([])
})

it('other transports cause no warning', async () => {
  expect(await warningsBeside('LokiTransport')).toEqual([])
})
