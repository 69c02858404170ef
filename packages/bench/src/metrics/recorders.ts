import { createMetrics, DistributionAggregation, MeasureDouble, MeasureInt, SumAggregation, View } from '@azmon/metrics'
import { PEERS, requirePeer } from '../peers'

/** A way to record a value. */
export interface RecorderContender {
  readonly title: string
  readonly description: string
  /** Whether the series is looked up in advance, or by its tags on each call. */
  readonly form: 'bound' | 'tagged'
  readonly kind: 'sum' | 'distribution'
  /** Loads the contender. A process loads only one contender. */
  open(): (value: number) => void
}

const BOUNDS = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500]
const TAGS = { country: 'de', plan: 'free' }
const COLUMNS = Object.keys(TAGS)
const { metrics: versions } = PEERS

const OURS = '@azmon/metrics'
const SDK = `sdk-metrics ${versions['@opentelemetry/sdk-metrics']}`
const PROM = `prom-client ${versions['prom-client']}`

/** All contenders, by the name that the measuring process passes to its child process. */
export const RECORDERS: Readonly<Record<string, RecorderContender>> = {
  'azmon-sum-bound': {
    title: OURS,
    description: '`recorder.bind(measure, tags).record(value)`',
    form: 'bound',
    kind: 'sum',
    open: () => boundOf('sum'),
  },
  'prom-sum-bound': {
    title: PROM,
    description: '`counter.labels(tags).inc(value)`, the labels looked up beforehand',
    form: 'bound',
    kind: 'sum',
    open: () => {
      const child = promOf('sum').labels(TAGS)
      return (value) => child.inc?.(value)
    },
  },
  'azmon-distribution-bound': {
    title: OURS,
    description: 'the same, 14 bounds',
    form: 'bound',
    kind: 'distribution',
    open: () => boundOf('distribution'),
  },
  'prom-distribution-bound': {
    title: PROM,
    description: '`histogram.labels(tags).observe(value)`, looked up beforehand, 14 buckets',
    form: 'bound',
    kind: 'distribution',
    open: () => {
      const child = promOf('distribution').labels(TAGS)
      return (value) => child.observe?.(value)
    },
  },
  'azmon-sum-tagged': {
    title: OURS,
    description: '`recorder.record([[measure, value]], tags)`, the tags an object of each call',
    form: 'tagged',
    kind: 'sum',
    open: () => taggedOf('sum'),
  },
  'prom-sum-tagged': {
    title: PROM,
    description: '`counter.inc(tags, value)`',
    form: 'tagged',
    kind: 'sum',
    open: () => {
      const counter = promOf('sum')
      return (value) => counter.inc?.({ ...TAGS }, value)
    },
  },
  'sdk-sum-tagged': {
    title: SDK,
    description: '`counter.add(value, tags)`; it has no other form',
    form: 'tagged',
    kind: 'sum',
    open: () => {
      const counter = meter().createCounter('bench')
      return (value) => counter.add(value, { ...TAGS })
    },
  },
  'azmon-distribution-tagged': {
    title: OURS,
    description: 'the same, 14 bounds',
    form: 'tagged',
    kind: 'distribution',
    open: () => taggedOf('distribution'),
  },
  'prom-distribution-tagged': {
    title: PROM,
    description: '`histogram.observe(tags, value)`, 14 buckets',
    form: 'tagged',
    kind: 'distribution',
    open: () => {
      const histogram = promOf('distribution')
      return (value) => histogram.observe?.({ ...TAGS }, value)
    },
  },
  'sdk-distribution-tagged': {
    title: SDK,
    description: '`histogram.record(value, tags)`, 15 buckets',
    form: 'tagged',
    kind: 'distribution',
    open: () => {
      const histogram = meter().createHistogram('bench')
      return (value) => histogram.record(value, { ...TAGS })
    },
  },
}

// --- helpers, in order of use ---

function measured(kind: RecorderContender['kind']) {
  const metrics = createMetrics({ disabled: true, standardMetrics: false })
  const measure = kind === 'sum' ? new MeasureInt('bench') : new MeasureDouble('bench')
  const aggregation = kind === 'sum' ? new SumAggregation() : new DistributionAggregation(BOUNDS)
  metrics.registerView(new View('bench', 'what is measured', COLUMNS, measure, aggregation))
  return { recorder: metrics.recorder, measure }
}

function boundOf(kind: RecorderContender['kind']): (value: number) => void {
  const { recorder, measure } = measured(kind)
  const bound = recorder.bind(measure, TAGS)
  return (value) => bound.record(value)
}

function taggedOf(kind: RecorderContender['kind']): (value: number) => void {
  const { recorder, measure } = measured(kind)
  return (value) => recorder.record([[measure, value]], { ...TAGS })
}

interface PromMetric {
  labels(tags: object): PromMetric
  inc?(tagsOrValue: object | number, value?: number): void
  observe?(tagsOrValue: object | number, value?: number): void
}

interface PromClient {
  readonly Counter: new (options: object) => PromMetric
  readonly Histogram: new (options: object) => PromMetric
}

function promOf(kind: RecorderContender['kind']): PromMetric {
  const { Counter, Histogram } = requirePeer('metrics', 'prom-client') as PromClient
  const options = { name: 'bench', help: 'what is measured', labelNames: COLUMNS }
  return kind === 'sum' ? new Counter(options) : new Histogram({ ...options, buckets: BOUNDS })
}

interface Meter {
  createCounter(name: string): { add(value: number, tags: object): void }
  createHistogram(name: string): { record(value: number, tags: object): void }
}

interface SdkMetrics {
  readonly MeterProvider: new (options: { readonly readers: readonly object[] }) => { getMeter(name: string): Meter }
  readonly PeriodicExportingMetricReader: new (options: object) => object
}

/** Creates a meter with a reader: without one, it would keep nothing. */
function meter(): Meter {
  const { MeterProvider, PeriodicExportingMetricReader } = requirePeer(
    'metrics',
    '@opentelemetry/sdk-metrics',
  ) as SdkMetrics
  const exporter = {
    export: (_: unknown, done: (result: { code: number }) => void) => done({ code: 0 }),
    shutdown() {},
  }
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
  return new MeterProvider({ readers: [reader] }).getMeter('bench')
}
