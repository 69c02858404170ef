import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'winston'
import type { Sdk } from './sdk'

/** The services that the program calls. */
export interface CalledServices {
  /** A service that answers `/fails` with 500 and everything else with 200. */
  readonly paymentsUrl: string
  /** A port of this machine on which nothing listens. */
  readonly closedPort: number
}

/** The span that one of the requests continues. */
export const CALLER = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' } as const

/** Produces each kind of row that is compared, once. */
export async function runProgram(sdk: Sdk, services: CalledServices): Promise<void> {
  const logger = createLogger(sdk)
  const shop = await startShop(logger, services)
  const { port } = shop.address() as AddressInfo

  await get(port, '/orders/7?token=secret', {
    'user-agent':
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
    cookie: 'ai_user=visitor1|2024-01-01; ai_session=session1|1700000000000|1700000000000; ai_authUser=ada',
  })
  await get(port, '/continued', { traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-01` })
  await get(port, '/missing')
  await get(port, '/broken')
  await get(port, '/throws')
  await leave(port, '/slow')
  await get(port, '/calls')
  shop.close()

  logEverything(logger, sdk)
  trackEverything(sdk)
}

/** Serves many requests that log a line and an error, and tracks an event and a metric for each. */
export async function runSampledProgram(sdk: Sdk, services: CalledServices): Promise<void> {
  const shop = await startShop(createLogger(sdk), services)
  const { port } = shop.address() as AddressInfo
  for (let request = 0; request < SAMPLED_REQUESTS; request++) {
    await get(port, '/sampled')
    sdk.track.event?.({ name: 'Sampled event', properties: {}, measurements: {} })
    sdk.track.metric?.({ name: 'sampled metric', value: 1, properties: {} })
  }
  shop.close()
}

export const SAMPLED_REQUESTS = 200

// --- helpers, in order of use ---

/** Loads winston only after the library has started, because some libraries patch it when it is loaded. */
function createLogger({ transports }: Sdk): Logger {
  const winston = require('winston') as typeof import('winston')
  return winston.createLogger({ transports: [...transports, new winston.transports.Console({ silent: true })] })
}

async function startShop(logger: Logger, services: CalledServices): Promise<Server> {
  const express = require('express') as typeof import('express')
  const app = express().set('env', 'test') // otherwise Express prints errors
  app.get('/orders/:id', (_, response) => {
    logger.info('Order asked for')
    response.json({ total: 12.5 })
  })
  app.get('/continued', (_, response) => {
    response.end('ok')
  })
  app.get('/broken', (_, response) => {
    response.status(500).end('broken')
  })
  app.get('/throws', () => {
    throw new RangeError('expired in 03/24')
  })
  app.get('/slow', () => {})
  app.get('/calls', async (_, response) => {
    await callOthers(services)
    response.end('ok')
  })
  app.get('/sampled', (_, response) => {
    logger.info('Sampled line')
    logger.error(new Error('Sampled error'))
    response.end('ok')
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function callOthers({ paymentsUrl, closedPort }: CalledServices): Promise<void> {
  await call(`${paymentsUrl}/ok?api_key=secret`)
  await call(`${paymentsUrl}/fails`)
  await call(`http://127.0.0.1:${closedPort}/refused`)
  await call('http://payments.invalid/unresolved')
  await (await fetch(`${paymentsUrl}/fetched`)).text()
}

function call(url: string): Promise<void> {
  const { get } = require('node:http') as typeof import('node:http')
  return new Promise((resolve) => {
    get(url, (response) => response.resume().once('close', resolve)).once('error', () => resolve())
  })
}

function logEverything(logger: Logger, { pinoStream }: Sdk): void {
  const error = (message: string) =>
    Object.assign(new RangeError(message, { cause: new Error('03/24') }), { code: 'E_CARD' })
  logger.info('Order placed', { orderId: 42, address: { city: 'Ulm' } })
  logger.warn('Card expires soon')
  logger.debug('Below the level')
  logger.child({ orderId: 43 }).info('Order shipped')
  logger.error('Out of stock', { orderId: 44 })
  logger.error(error('Logged by itself'))
  logger.error('Card declined', error('expired'))
  logger.error('Card refused', { err: error('expired') })
  if (pinoStream !== undefined) (require('pino') as typeof import('pino'))(pinoStream).info('Written by pino')
  console.log('Printed by console')
}

function trackEverything({ track }: Sdk): void {
  track.trace?.({ message: 'Tracked trace', properties: { orderId: '42' } })
  const error = new RangeError('Tracked error', { cause: new Error('03/24') })
  track.exception?.({ error, properties: { orderId: '42' } })
  track.event?.({ name: 'OrderPlaced', properties: { orderId: '42' }, measurements: { total: 12.5 } })
  track.metric?.({ name: 'queue length', value: 7, properties: { queue: 'orders' } })
  track.request?.({ name: 'Tracked request', url: 'http://shop.example/tracked', status: 503, ms: 309 })
  track.dependency?.({ name: 'Tracked call', type: 'SQL', target: 'db.example | shop', data: 'SELECT 1', ms: 231 })
  track.span?.({
    name: 'SELECT orders',
    attributes: {
      'db.system': 'postgresql',
      'db.name': 'shop',
      'db.statement': 'SELECT * FROM orders',
      'net.peer.name': 'db.example',
      'net.peer.port': 5432,
    },
  })
  track.availability?.({ name: 'front page', location: 'Ulm', message: 'timed out', ms: 5_000 })
  track.pageView?.({ name: 'Basket', url: 'http://shop.example/basket', ms: 120 })
}

/** Requests a path by a socket, which no library tracks, and waits for the whole response. */
async function get(port: number, path: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.write(requestOf(path, headers))
  socket.resume()
  await once(socket, 'close')
}

/** Requests a path and disconnects before the response. */
async function leave(port: number, path: string): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.write(requestOf(path, {}))
  await sleep(100)
  socket.destroy()
  await sleep(100)
}

function requestOf(path: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ host: 'shop.example', connection: 'close', ...headers })
  return `GET ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
}
