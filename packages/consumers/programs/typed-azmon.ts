// A strict program that uses the public types of azmon and of its packages for Express and metrics. It is only compiled.
import 'azmon/register'
import type { DeliveryReport, TelemetryClient } from '@azmon/core'
import {
  type ErrorMiddleware,
  errorTelemetry,
  type Middleware,
  type RequestLoggerOptions,
  requestLogger,
  requestTelemetry,
  routeOf,
} from '@azmon/express'
import {
  CountAggregation,
  createMetrics,
  DistributionAggregation,
  MeasureDouble,
  MeasureInt,
  type Metrics,
  type MetricsOptions,
  TagMap,
  View,
} from '@azmon/metrics'
import { AzureMonitorMetricExporter } from '@azmon/metrics/otel'
import { type Azmon, azmonPino, azmonWinston, type MetricsPart, type StartOptions, start, traceMixin } from 'azmon'
import express, { type Request, type Response } from 'express'
import { pino } from 'pino'
import { MeterProvider, PeriodicExportingMetricReader } from 'sdk-metrics'
import { createLogger } from 'winston'

const metricsPart: MetricsPart = { exportIntervalMs: 60_000, standardMetrics: undefined }
const options: StartOptions = {
  cloudRole: 'shop',
  incoming: { ignore: ['/health'], routeOf },
  outgoing: false,
  metrics: metricsPart,
  uncaught: false,
}
const azmon: Azmon = start(options)
const client: TelemetryClient = azmon.client
const logger = createLogger({ transports: [azmonWinston({ level: 'debug' })] })
pino({ mixin: traceMixin() }, azmonPino({ recordsAs: 'event' })).info({ orderId: 42 }, 'Order placed')

const app = express()
const telemetry: Middleware = requestTelemetry<Request>({ user: (request) => request.get('x-user') })
const lines: RequestLoggerOptions<Request, Response> = {
  logger,
  props: ({ path }, { locals }) => ({ path, ...locals }),
}
const errors: ErrorMiddleware = errorTelemetry()
app.use(telemetry, requestLogger(lines))
app.get('/orders/:id', (request, response) => void response.json(request.params))
app.use(errors)

const metricsOptions: MetricsOptions = { client, exportIntervalMs: 1_000 }
const metrics: Metrics = createMetrics(metricsOptions)
const orders = new MeasureInt('orders', 'orders placed')
const seconds = new MeasureDouble('latency', undefined, 's')
metrics.registerView(new View('orders', 'orders placed', ['country'], orders, new CountAggregation()))
metrics.registerView(new View('latency', 'of orders', [], seconds, new DistributionAggregation([0.1, 1])))
metrics.recorder.record([[orders, 1]], { country: 'de' })
metrics.recorder.bind(seconds, new TagMap()).record(0.25)
metrics.gauge('orders waiting', () => 3)

// The SDK of OpenTelemetry accepts our exporter.
const exporter = new AzureMonitorMetricExporter({ cloudRole: 'shop' })
new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] }).getMeter('shop')

export const reports: Promise<readonly DeliveryReport[]> = Promise.all([azmon.flush(), azmon.shutdown()])

// @ts-expect-error a part is true, false or an object
start({ metrics: 'no' })
// @ts-expect-error start() sets the destination
azmonWinston({ client })
// @ts-expect-error a request line needs a logger
requestLogger({})
// @ts-expect-error a measure has a name
new MeasureInt()
