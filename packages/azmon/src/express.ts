export {
  type ErrorMiddleware,
  type ErrorTelemetryOptions,
  errorTelemetry,
  type Logger,
  type Middleware,
  type Next,
  type RequestLoggerOptions,
  type RequestTelemetryOptions,
  requestLogger,
  requestTelemetry,
  routeOf,
} from '@azmon/express'
