import { ConfigurationError } from '@azmon/core'
import { afterEach, describe, expect, it } from '@jest/globals'
import { type StartOptions, splitOptions } from '../src/start-options'

it('all parts are on by default, and uncaught errors are recorded', () => {
  expect(splitOptions({})).toMatchObject({
    clientOptions: { uncaught: 'record' },
    metricsOptions: {},
    isTraced: true,
    incoming: {},
    outgoing: {},
  })
})

it('each option goes to the part that it belongs to', () => {
  const incoming = { ignore: ['/health'] }
  const parts = splitOptions({
    cloudRole: 'shop',
    uncaught: false,
    exporters: [],
    incoming,
    outgoing: true,
    metrics: { exportIntervalMs: 5_000 },
  })
  expect(parts.clientOptions).toEqual({ cloudRole: 'shop', uncaught: false })
  expect(parts.tracingOptions).toMatchObject({ exporters: [], propagator: undefined })
  expect(parts.metricsOptions).toEqual({ exportIntervalMs: 5_000 })
  expect([parts.incoming, parts.outgoing]).toEqual([incoming, {}])
})

it('each part can be switched off', () => {
  const off = { tracing: false, incoming: false, outgoing: false, metrics: false }
  expect(splitOptions(off)).toMatchObject({
    isTraced: false,
    incoming: undefined,
    outgoing: undefined,
    metricsOptions: { standardMetrics: false },
  })
})

it('the sampler is the given one, if it also decides about the traces of callers', () => {
  const sampler = { decide: () => ({ isSampled: true, sampleRate: 100 }) }
  expect(splitOptions({ sampler }).tracingOptions.sampler).toBe(sampler)
  expect(splitOptions({ sampler, followCallers: false }).tracingOptions.sampler).not.toBe(sampler)
})

describe('refuses an option that cannot work, and says what to do instead', () => {
  it.each<[object, RegExp]>([
    [{ incomming: true }, /Did you mean incoming\?/],
    [{ tracing: 'yes' }, /tracing must be true or false/],
    [{ outgoing: 5 }, /outgoing must be true, false, or an object of options, got number/],
    [{ metrics: { interval: 5 } }, /interval is not an option of metrics/],
    [{ samplingRatio: 2 }, /samplingRatio must be/],
  ])('%j', (options, message) => {
    expect(() => splitOptions(options as StartOptions)).toThrow(ConfigurationError)
    expect(() => splitOptions(options as StartOptions)).toThrow(message)
  })
})

describe('the hosts that get the headers of a trace', () => {
  afterEach(() => {
    delete process.env['AZMON_PROPAGATE_TO']
  })

  it('may be in the environment, for azmon/register', () => {
    process.env['AZMON_PROPAGATE_TO'] = ' *.shop.internal, localhost:3000 ,'
    const ignore = ['metadata.internal']
    expect(splitOptions({}).outgoing).toEqual({ propagateTo: ['*.shop.internal', 'localhost:3000'] })
    expect(splitOptions({ outgoing: { ignore } }).outgoing).toMatchObject({ ignore, propagateTo: expect.anything() })
    expect(splitOptions({ outgoing: { propagateTo: [] } }).outgoing).toEqual({ propagateTo: [] })
    expect(splitOptions({ outgoing: false }).outgoing).toBeUndefined()
  })

  it('are all hosts if the variable is empty', () => {
    process.env['AZMON_PROPAGATE_TO'] = ''
    expect(splitOptions({}).outgoing).toEqual({})
  })
})
