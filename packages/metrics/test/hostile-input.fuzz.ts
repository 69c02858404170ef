import { ConfigurationError } from '@azmon/core'
import { fuzz, mayThrow, objectsLike, short, stringsLike, valuesLike } from '@azmon/testkit/fuzz'
import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals'
import fc from 'fast-check'
import { CountAggregation, MeasureDouble, type Metrics, TagMap, View } from '../src'
import { AzureMonitorMetricExporter } from '../src/otel'
import { readTag } from '../src/tag-map'
import { withViews } from './builders'

const strings = stringsLike('orders_total', 'http.server.duration', '{order}', 'ms')
const values = valuesLike(strings)
const tags = objectsLike(['country', 'tier'], strings)

describe('the description of a metric', () => {
  const call = (make: () => unknown) => mayThrow(ConfigurationError, make)
  const measure = new MeasureDouble('orders')

  fuzz('the name, description and unit of a measure', fc.tuple(values, values, values), (given) =>
    call(() =>
      Reflect.construct(
        MeasureDouble,
        given.map((make) => make()),
      ),
    ),
  )
  fuzz('the name and columns of a view', fc.tuple(strings, fc.array(short(strings))), ([name, columns]) =>
    call(() => new View(name, name, columns, measure, new CountAggregation())),
  )
})

describe('a recorded value', () => {
  const measure = new MeasureDouble('orders')
  let metrics: Metrics
  beforeAll(() => {
    metrics = withViews(new View('orders', '', ['country', 'tier'], measure, new CountAggregation()))
  })
  afterAll(() => metrics.close({ timeoutMs: 0 }))

  fuzz('tags', tags, (make) => new TagMap(make() as never))
  fuzz(
    'a tag',
    fc.tuple(tags, strings),
    ([make, key]) => readTag(make() as never, key),
    (value = '') => {
      expect(value.length).toBeLessThanOrEqual(255)
    },
  )
  fuzz('a measurement', fc.tuple(values, tags), ([value, make]) => {
    metrics.recorder.record([[measure, value() as number]], make() as never)
  })
})

describe('an export of the SDK', () => {
  let exporter: AzureMonitorMetricExporter
  beforeAll(() => {
    jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
    exporter = new AzureMonitorMetricExporter({
      connectionString: 'InstrumentationKey=00000000-0000-4000-8000-000000000001;IngestionEndpoint=http://127.0.0.1:9',
      durability: 'memory',
      exitFlushMs: 0,
    })
  })
  afterAll(() => exporter.shutdown())

  const histogram = fc.record(
    { sum: fc.double(), count: fc.nat(), min: fc.double(), max: fc.double() },
    { requiredKeys: [] },
  )
  const point = fc.tuple(tags, fc.oneof(fc.double(), histogram))
  fuzz('a metric', fc.tuple(strings, point), ([name, [attributes, value]]) => {
    const dataPoints = [{ endTime: [1, 2] as const, attributes: attributes() as never, value }]
    exporter.export(
      { scopeMetrics: [{ metrics: [{ descriptor: { name }, aggregationTemporality: 0, dataPoints }] }] },
      () => {},
    )
  })
})
