// A strict program that uses Express's types. It is only compiled.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { errorTelemetry, requestLogger, requestTelemetry } from '@azmon/express'
import { createTracing } from '@azmon/tracing'
import { start } from 'azmon'
import express, { type Request, type Response, Router } from 'express'
import { createLogger, type Logger } from 'winston'

declare global {
  namespace Express {
    interface Request {
      id: string
      log: Logger
      user?: { readonly id: string }
    }
  }
}

const logger = createLogger()
const app = express()

// Without annotations, functions get Express's request and response.
app.use(
  requestTelemetry({
    user: (req) => req.user?.id,
    session: (req) => req.get('x-session'),
    clientIp: (req) => req.ip,
    routeOf: (req) => req.baseUrl,
    ignore: ['/health', (req) => req.path === '/favicon.ico'],
    isSuccess: (status) => status < 500,
    trustProxy: ['10.0.0.0/8', 'loopback'],
  }),
  requestLogger({
    logger,
    props: (req) => req.params,
    level: (req, res, error) => (error === undefined && res.locals['quiet'] === req.id ? 'silent' : undefined),
    genReqId: (req) => req.originalUrl,
  }),
)
app.use(
  '/api',
  Router().use(requestTelemetry(), requestLogger({ logger, props: (req, res) => ({ ...req.query, ...res.locals }) })),
)
app.get('/orders/:id', (req, res) => {
  req.log.info('Looking', { id: req.id })
  res.json(req.params.id)
})
app.use(errorTelemetry({ isError: (error, status) => status >= 500 || error instanceof TypeError }))

// Annotations choose another type.
interface SignedIn extends Request {
  readonly account: { readonly name: string }
}
app.use(requestTelemetry({ user: (req: SignedIn) => req.account.name, session: (req) => req.account.name }))
app.use(requestTelemetry<Request>({ user: ({ user }) => user?.id }))
app.use(requestLogger<Request, Response>({ logger, props: (req, res) => ({ path: req.path, ...res.locals }) }))
requestTelemetry<IncomingMessage>({ user: (req) => req.headers.from })
requestLogger({
  logger,
  props: (req: IncomingMessage, res: ServerResponse) => ({ url: req.url, status: res.statusCode }),
})

// Trackers without middleware can be told that all requests are those of Express.
const user = (req: Request) => req.user?.id
const tracing = createTracing()
const server = app.listen(0)
tracing.trackRequests(server, { user })
tracing.trackRequests(server, { user: (req) => req.headers.from })
tracing.trackIncoming({ user })
start({ incoming: { user, trustProxy: 1 } })

// @ts-expect-error there is no such property
requestTelemetry({ user: (req) => req.usr })
// @ts-expect-error a user is a string
requestTelemetry({ user: (req) => req.params })
// @ts-expect-error a proxy is an address
requestTelemetry({ trustProxy: [1] })
