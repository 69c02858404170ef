import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WireEnvelope } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { arrivedRecords, countArrivals } from '../src/arrivals'
import { startEndpoint } from '../src/endpoint'
import { runCase } from '../src/measure'
import { SHAPES, type ShapeName } from '../src/shapes'

const RECORDS = 300
const SAMPLE = 3

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'azmon-bench-test-'))
})

afterEach(() => rmSync(directory, { recursive: true }))

describe.each(['azmon', 'azmon-pino'])('%s', (contender) => {
  it.each(Object.keys(SHAPES) as ShapeName[])(
    'delivers each record of the shape %s once, with its fields',
    async (shape) => {
      await using endpoint = await startEndpoint()

      await runCase({ scenario: 'burst', shape, contender, records: RECORDS }, endpoint.connectionString, directory)

      const times = countArrivals(endpoint.bodies)
      expect([...times.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: RECORDS }, (_, id) => id))
      expect(new Set(times.values())).toEqual(new Set([1]))
      const items = [...arrivedRecords(endpoint.bodies)]
      EXPECTED[shape](items.find(({ data }) => data.baseData.properties?.['recordId'] === String(SAMPLE))!)
    },
  )
})

// --- helpers ---

const { message, fields, request } = {
  message: (shape: ShapeName) => SHAPES[shape].call(SAMPLE).message,
  fields: (shape: ShapeName) => SHAPES[shape].call(SAMPLE).fields,
  request: () => SHAPES.child.call(SAMPLE).request!,
}

/** What the sample's item says, by shape. */
const EXPECTED: Readonly<Record<ShapeName, (item: WireEnvelope) => void>> = {
  flat: ({ data }) => {
    expect(data.baseData).toMatchObject({
      message: message('flat'),
      properties: { customer: 'customer-3', total: '3.75' },
    })
  },
  nested: ({ data }) => expect(parsed(data, 'ctx')).toEqual(fields('nested')['ctx']),
  http: ({ data }) => {
    const logged = fields('http')['req'] as { readonly headers: object }
    const arrived = parsed(data, 'req') as { readonly headers: object }
    // Secrets are redacted, nothing else.
    expect({ ...arrived, headers: Object.keys(arrived.headers) }).toEqual({
      ...logged,
      headers: Object.keys(logged.headers),
    })
    expect(parsed(data, 'res')).toEqual(fields('http')['res'])
  },
  error: ({ data }) => {
    expect(data.baseType).toBe('ExceptionData')
    expect(data.baseData.exceptions).toMatchObject([
      { message: (fields('error')['err'] as Error).message },
      { message: 'The card of customer-3 has expired' },
    ])
    expect(data.baseData.properties).toMatchObject({ code: 'PAYMENT_REFUSED', orderId: '3' })
  },
  long: ({ data }) => {
    expect(data.baseData.message).toBe(message('long'))
    expect(parsed(data, 'samples')).toEqual(fields('long')['samples'])
  },
  child: ({ tags, data }) => {
    expect(tags).toMatchObject({ 'ai.operation.id': request().traceId, 'ai.operation.parentId': request().spanId })
    expect(data.baseData.properties).toMatchObject({ requestId: request().bound['requestId'], userId: '0' })
  },
}

function parsed(data: WireEnvelope['data'], name: string): unknown {
  return JSON.parse(data.baseData.properties![name]!)
}
