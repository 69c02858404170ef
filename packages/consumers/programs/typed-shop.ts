// A strict program whose only dependencies are azmon and express. It is only compiled.
import { type StartOptions, start } from 'azmon'
import {
  type ErrorMiddleware,
  errorTelemetry,
  type Middleware,
  type RequestTelemetryOptions,
  requestTelemetry,
  routeOf,
} from 'azmon/express'
import express, { type Request } from 'express'

const options: StartOptions = { incoming: { routeOf } }
start(options)
const app = express()
const ofRequest: RequestTelemetryOptions<Request> = { user: (request) => request.get('x-user') }
const telemetry: Middleware = requestTelemetry(ofRequest)
const errors: ErrorMiddleware = errorTelemetry()
app.use(telemetry)
app.use(errors)
