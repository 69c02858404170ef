import { describe, expect, it } from '@jest/globals'
import { CountAggregation, createMetrics, MeasureInt, SumAggregation, TagMap, View } from '../src'
import { valuesOf, withViews } from './builders'

const orders = new MeasureInt('orders', 'orders placed')

it('has a series for each combination of its columns and ignores other tags', () => {
  const metrics = withViews(new View('orders', '', ['country', 'paid'], orders, new SumAggregation()))
  const { recorder } = metrics
  recorder.record([[orders, 1]], { country: 'de', paid: true, user: 'u1' })
  recorder.record([[orders, 2]], new TagMap({ paid: 'true', country: 'de', user: 'u2' }))
  recorder.record([[orders, 4]], { country: 'fr', paid: 1 })
  recorder.record([[orders, 8]], { country: 'fr', paid: '1' })
  recorder.record([[orders, 16]], { country: 'fr' })
  recorder.record([[orders, 32]], { country: 'fr', paid: undefined })
  recorder.record([[orders, 64]])
  expect(valuesOf(metrics.metrics())).toEqual({
    'orders{"country":"de","paid":"true"}': 3,
    'orders{"country":"fr","paid":"1"}': 12,
    'orders{"country":"fr"}': 48,
    orders: 64,
  })
})

it('distinguishes tags that are equal when joined', () => {
  const metrics = withViews(new View('orders', '', ['a', 'b'], orders, new SumAggregation()))
  metrics.recorder.record([[orders, 1]], { a: 'x', b: 'yz' })
  metrics.recorder.record([[orders, 2]], { a: 'xy', b: 'z' })
  expect(Object.values(valuesOf(metrics.metrics()))).toEqual([1, 2])
})

it('has at most 2,000 series and counts the rest in an overflow series', () => {
  const metrics = withViews(new View('orders', '', ['user'], orders, new CountAggregation()))
  for (let round = 0; round < 2; round++) {
    for (let user = 0; user < 2_100; user++) metrics.recorder.record([[orders, 1]], { user })
  }
  metrics.recorder.bind(orders, { user: 'bound' }).record(1)
  const values = valuesOf(metrics.metrics())
  expect(Object.keys(values)).toHaveLength(2_001)
  expect(values['orders{"user":"1999"}']).toBe(2)
  expect(values['orders{"azmon.overflow":"true"}']).toBe(201)
  expect(metrics.stats()).toMatchObject({ overflowed: 201 })
})

describe('if a metric has too many series', () => {
  const view = () => new View('orders', '', ['user'], orders, new SumAggregation())
  const record = ({ recorder }: Metrics, user: string, value = 1) => recorder.record([[orders, value]], { user })
  const recordMany = (metrics: Metrics, name: string) => {
    for (let i = 0; i < 2_000; i++) record(metrics, `${name} ${i}`)
  }

  it('a new one replaces one that has been idle for two intervals', async () => {
    const { metrics, deltas } = exported(view())
    recordMany(metrics, 'odd')
    record(metrics, 'real')
    for (let interval = 0; interval < 3; interval++) await metrics.flush()
    record(metrics, 'real', 5)
    await metrics.flush()
    expect(deltas.at(-1)).toEqual({ 'orders{"user":"real"}': 5 })
    expect(metrics.stats()).toMatchObject({ overflowed: 1 })
  })

  it('one that is in use is not replaced, and totals stay right', async () => {
    const { metrics, deltas } = exported(view())
    record(metrics, 'real')
    recordMany(metrics, 'odd')
    for (let interval = 0; interval < 3; interval++) {
      record(metrics, 'real')
      await metrics.flush()
    }
    recordMany(metrics, 'other')
    record(metrics, 'real')
    await metrics.flush()
    expect(deltas.at(-1)?.['orders{"user":"real"}']).toBe(1)
    const totals = valuesOf(metrics.metrics())
    expect(totals['orders{"user":"real"}']).toBe(5)
    expect(Object.keys(totals)).toHaveLength(2_001)
    expect(Object.values(totals).reduce<number>((sum, total) => sum + Number(total), 0)).toBe(4_005)
  })

  it('a bound measure continues in the right series', async () => {
    const { metrics, deltas } = exported(view())
    const [before, beyond] = ['before', 'beyond'].map((user) => metrics.recorder.bind(orders, { user }))
    before?.record(1)
    recordMany(metrics, 'odd')
    beyond?.record(1)
    for (let interval = 0; interval < 3; interval++) await metrics.flush()
    recordMany(metrics, 'other')
    for (let interval = 0; interval < 3; interval++) await metrics.flush()
    before?.record(7)
    beyond?.record(8)
    await metrics.flush()
    expect(deltas.at(-1)).toEqual({ 'orders{"user":"before"}': 7, 'orders{"user":"beyond"}': 8 })
  })

  it('gauges that are still read are not replaced', async () => {
    const metrics = createMetrics({ disabled: true, standardMetrics: false })
    let users = Array.from({ length: 2_000 }, (_, i) => `user ${i}`)
    metrics.gauge('carts', () => users.map((user) => ({ value: 1, tags: { user } })), { columns: ['user'] })
    for (let interval = 0; interval < 4; interval++) await metrics.flush()
    users = [...users.slice(0, 1_999), 'another']
    metrics.metrics()
    expect(metrics.stats()).toMatchObject({ overflowed: 1 })
    for (let interval = 0; interval < 3; interval++) await metrics.flush()
    expect(valuesOf(metrics.metrics())['carts{"user":"another"}']).toBe(1)
    await metrics.close()
  })
})

// --- helpers ---

type Metrics = ReturnType<typeof withViews>

/** Metrics, and what each interval has sent. */
function exported(view: View) {
  const deltas: ReturnType<typeof valuesOf>[] = []
  const metrics = withViews(view)
  metrics.registerExporter((interval) => void deltas.push(valuesOf(interval)))
  return { metrics, deltas }
}
