import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TelemetryClient } from '@azmon/core'
import { applicationInsightsSchema, compileWith } from '@azmon/kql'
import { startLocal } from '@azmon/local'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from '@jest/globals'

const PAGE = readFileSync(join(__dirname, '../../../../docs/alerts.md'), 'utf8')

/** Each query of the page by the sentence above it. */
const ALERTS: ReadonlyMap<string, string> = new Map(
  [...PAGE.matchAll(/^([^\n]+):\n\n```kql\n(.*?)^```$/gms)].map(([, sentence = '', query = '']) => [sentence, query]),
)

describe('the alerts in the docs', () => {
  it('are all found', () => {
    expect(ALERTS.size).toBe(PAGE.split('```kql').length - 1)
  })

  it('stay silent while everything is fine', async () => {
    const fired = await firedBy((client) => {
      for (let each = 0; each < 25; each++) {
        client.trackRequest({ name: 'GET /orders/:id', durationMs: 20, responseCode: 200 })
        client.trackDependency({ name: 'charge', type: 'Http', durationMs: 5, resultCode: 200, success: true })
      }
      client.trackRequest({ name: 'GET', durationMs: 1, responseCode: 404 })
      client.trackTrace({ message: 'Order placed' })
      client.trackMetric({ name: CPU, value: 40 })
      client.trackMetric({ name: 'Event Loop Delay p99 (ms)', value: 21 })
      trackDays(client, { heapThen: 10e6, heapNow: 11e6, ordersThen: 5, ordersNow: 4 })
      client.trackAvailability({ name: 'front page', durationMs: 5, success: true, runLocation: 'Ulm' })
      client.trackException({ exception: new RangeError('known'), time: hoursAgo(3) })
    })
    expect(fired).toEqual([])
  })

  it('all fire when everything is wrong', async () => {
    const fired = await firedBy((client) => {
      for (let each = 0; each < 25; each++) {
        client.trackRequest({ name: 'GET /orders/:id', durationMs: 20, responseCode: 503 })
        client.trackRequest({ name: 'GET /slow', durationMs: 3_000, responseCode: 200 })
        client.trackRequest({ name: 'GET /slow', durationMs: 3_000, responseCode: 499 })
        client.trackDependency({ name: 'charge', type: 'Http', durationMs: 5, resultCode: 0, success: false })
      }
      client.trackTrace({ message: 'Out of stock', severityLevel: 3 })
      client.trackTrace({ message: 'On fire', severityLevel: 4 })
      client.trackException({ exception: new RangeError('new'), properties: { uncaught: 'uncaughtException' } })
      client.trackMetric({ name: CPU, value: 95, time: hoursAgo(0.5) })
      client.trackMetric({ name: 'Event Loop Delay p99 (ms)', value: 900 })
      trackDays(client, { heapThen: 10e6, heapNow: 30e6, ordersThen: 5, ordersNow: 2 })
      client.trackAvailability({ name: 'front page', durationMs: 5, success: false, runLocation: 'Ulm' })
    }, 'payments') // so that shop gets no requests
    expect(fired).toEqual([...ALERTS.keys()])
  })
})

// --- helpers, in order of use ---

const CPU = '\\Process(??APP_WIN32_PROC??)\\% Processor Time Normalized'
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)

interface Days {
  readonly heapThen: number
  readonly heapNow: number
  readonly ordersThen: number
  readonly ordersNow: number
}

function trackDays(client: TelemetryClient, { heapThen, heapNow, ordersThen, ordersNow }: Days): void {
  client.trackMetric({ name: 'Heap Used (bytes)', value: heapThen, time: hoursAgo(24.5) })
  client.trackMetric({ name: 'Heap Used (bytes)', value: heapNow })
  for (let each = 0; each < ordersThen; each++) client.trackEvent({ name: 'OrderPlaced', time: hoursAgo(24.5) })
  for (let each = 0; each < ordersNow; each++) client.trackEvent({ name: 'OrderPlaced' })
}

/** Returns the alerts whose queries have rows on the given telemetry. */
async function firedBy(track: (client: TelemetryClient) => void, cloudRole = 'shop'): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'azmon-alerts-'))
  try {
    const data = join(folder, 'rows.duckdb')
    {
      await using local = await startLocal({ port: 0, data })
      await using client = new TelemetryClient({ connectionString: local.connectionString, cloudRole })
      track(client)
      expect(await client.flush()).toMatchObject({ ok: true })
    }
    const database = await DuckDBInstance.create(data, { access_mode: 'READ_ONLY' })
    const connection = await database.connect()
    const fired: string[] = []
    for (const [sentence, query] of ALERTS) {
      const runQuery = async (text: string) => (await connection.runAndReadAll(text)).getRows()
      const { sql } = await compileWith(runQuery, query, applicationInsightsSchema)
      if ((await connection.runAndReadAll(sql)).currentRowCount > 0) fired.push(sentence)
    }
    connection.closeSync()
    database.closeSync()
    return fired
  } finally {
    rmSync(folder, { recursive: true })
  }
}
