export {
  type Aggregation,
  type AggregationKind,
  CountAggregation,
  DistributionAggregation,
  LastValueAggregation,
  SumAggregation,
} from './aggregation'
export { createMetrics, type Metrics } from './create-metrics'
export type { MetricExporter } from './exporters'
export { type Measure, MeasureDouble, MeasureInt } from './measure'
export type { Metric, Point, TimeSeries } from './metric'
export type { MetricsOptions } from './metrics-options'
export type { MetricsStats } from './metrics-stats'
export type { Observed, ObservedOptions } from './observed'
export type { BoundMeasure, Recorder } from './recorder'
export { type MetricTags, TagMap } from './tag-map'
export type { Distribution } from './tally'
export { View } from './view'
