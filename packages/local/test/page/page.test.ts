import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../src'
import { aMessage, anEnvelope, postEnvelopes } from '../an-envelope'

let local: LocalApplicationInsights

beforeEach(async () => {
  local = await startLocal({ port: 0 })
})

afterEach(() => local.close())

async function pageText(): Promise<string> {
  return (await fetch(local.url)).text()
}

describe('the page', () => {
  it('explains how to start until telemetry arrives', async () => {
    const page = await pageText()

    expect(page).toContain(local.connectionString)
    expect(page).toContain('new AzureMonitorTransport({ connectionString })')
  })

  it('counts the rows of each table and links to those that are not empty', async () => {
    await postEnvelopes(local.url, [aMessage('a'), aMessage('b')])
    const page = await pageText()

    expect(page).toContain('<a href="#traces"><b>2</b> traces</a>')
    expect(page).toContain('<span><b>0</b> requests</span>')
    expect(page).not.toContain('new AzureMonitorTransport')
  })

  it('shows the 50 newest rows, newest first', async () => {
    const start = Date.now()
    const messages = Array.from({ length: 60 }, (_, n) =>
      aMessage(`message ${n}.`, { time: new Date(start + n).toISOString() }),
    )
    await postEnvelopes(local.url, messages)
    const page = await pageText()

    expect(page).toContain('newest 50 of 60')
    expect(page.match(/message \d+\./g)).toEqual(Array.from({ length: 50 }, (_, n) => `message ${59 - n}.`))
  })

  it('shows the main columns of each kind of telemetry', async () => {
    const tags = { 'ai.cloud.role': 'the-role', 'ai.operation.id': 'the-operation' }
    const request = { id: 'i', name: 'GET /it', duration: '00:00:01.5', success: false, responseCode: '503' }
    const dependency = { name: 'SELECT it', type: 'SQL', target: 'the-db', duration: '00:00:00.0035' }
    const metrics = [{ name: 'queue', value: 1234.5 }]
    await postEnvelopes(local.url, [
      anEnvelope('RequestData', request, { tags }),
      anEnvelope('RemoteDependencyData', dependency, { tags }),
      anEnvelope('EventData', { name: 'Placed', measurements: { total: 4.5 }, properties: { sku: 'A' } }, { tags }),
      anEnvelope('MetricData', { metrics }, { tags }),
      anEnvelope('MetricData', { metrics: [{ name: '\\Memory\\Available Bytes', value: 7 }] }, { tags }),
    ])
    const page = await pageText()

    for (const shown of ['GET /it', '1,500 ms', 'False', '503', 'SELECT it', 'the-db', '3.5 ms', 'Available Bytes']) {
      expect(page).toContain(`<div>${shown}</div>`)
    }
    expect(page).toContain('<b>total</b> = 4.5')
    expect(page).toContain('<b>sku</b> = A')
    expect(page).toContain('<div>1,234.5</div>')
    expect(page.match(/the-operation/g)).toHaveLength(5)
    expect(page.match(/the-role/g)).toHaveLength(5)
  })

  it('shows 100 dimensions of a row and the number of the others', async () => {
    const properties = Object.fromEntries(Array.from({ length: 103 }, (_, n) => [`key${n}.`, 'value']))
    await postEnvelopes(local.url, [anEnvelope('MessageData', { message: 'm', properties })])
    const page = await pageText()

    expect(page.match(/key\d+\./g)).toHaveLength(100)
    expect(page).toContain('<div>and 3 more</div>')
  })
})
