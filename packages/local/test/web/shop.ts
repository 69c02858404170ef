import { postEnvelopes, type WireEnvelope } from '../an-envelope'
import { Random } from './random'
import { checkout, orderOf, versionOf } from './shop-checkout'
import { at, BRANDS, type Operation, ROLES, type Role, span } from './shop-item'

export interface ShopOptions {
  /** The newest time, in epoch milliseconds. @default now */
  readonly nowMs?: number
  /** How long the shop has been running. @default 30 */
  readonly minutes?: number
  /** @default 300 */
  readonly checkouts?: number
}

/**
 * Fills a local Application Insights with the telemetry of a shop of four services: requests, dependencies, logs, exceptions,
 * events, metrics and health checks. Since two thirds of the time have passed, payments 2.8.0 fails for visa cards that require
 * 3-D Secure. Returns the operation id of the newest failed checkout.
 */
export async function fillShop(url: string, options: ShopOptions = {}): Promise<string> {
  const { nowMs = Date.now(), minutes = 30, checkouts = 300 } = options
  const random = new Random(7)
  const spanMs = minutes * 60_000
  const startMs = nowMs - spanMs
  const items: WireEnvelope[] = []
  let newestFailed = ''
  for (let n = 0; n < checkouts; n++) {
    const atMs = startMs + ((n + random.next() * 0.9) / checkouts) * (spanMs - 5_000)
    const isNew = atMs > startMs + spanMs * (2 / 3)
    const order = orderOf(random, n, isNew)
    items.push(...browsing(random, atMs), ...checkout(random, atMs, order))
    if (order.isFailed) newestFailed = order.operationId
    if (n % 5 === 0) items.push(...health(random, atMs + 1_000, isNew))
  }
  for (let ms = startMs + 5_000; ms < nowMs; ms += 60_000) items.push(...metrics(random, ms))
  await post(url, items)
  return newestFailed
}

/** Fills it with many small rows, in batches: spread over `spanMs` until `nowMs`. */
export async function fillMany(url: string, rows: number, nowMs = Date.now(), spanMs = 25 * 60_000): Promise<void> {
  const random = new Random(nowMs)
  for (let from = 0; from < rows; from += BATCH) {
    const size = Math.min(BATCH, rows - from)
    const items = Array.from({ length: size }, (_, index) => {
      const atMs = nowMs - spanMs + ((from + index) / rows) * spanMs
      const role = random.pick(ROLES)
      const severityLevel = random.chance(0.02) ? 3 : random.chance(0.05) ? 2 : 1
      const properties = { 'card.brand': random.pick(BRANDS), 'order.id': String(from + index) }
      return at(atMs, role, anOperation(random), 'MessageData', {
        ...{ message: `order ${from + index} has ${random.below(9)} items`, severityLevel, properties },
      })
    })
    await post(url, items)
  }
}

// --- helpers, in order of use ---

const BATCH = 10_000

function anOperation(random: Random): Operation {
  return { operationId: random.hex(32), name: 'POST /checkout' }
}

function browsing(random: Random, ms: number): readonly WireEnvelope[] {
  return Array.from({ length: 2 }, () => {
    const product = 1_000 + random.below(400)
    const operation = { operationId: random.hex(32), name: 'GET /products/:id' }
    const id = random.hex(16)
    const startMs = ms + random.below(4_000)
    return [
      at(startMs, 'storefront', operation, 'RequestData', {
        ...{ id, name: 'GET /products/:id', url: `http://shop.example/products/${product}`, responseCode: '200' },
        ...{ success: true, duration: span(8 + random.below(30)), properties: { 'product.id': String(product) } },
      }),
      at(
        startMs + 2,
        'storefront',
        operation,
        'MessageData',
        {
          ...{ message: `product ${product} viewed`, severityLevel: random.chance(0.5) ? 0 : 1 },
          properties: { 'product.id': String(product) },
        },
        { parentId: id },
      ),
    ]
  }).flat()
}

function health(random: Random, ms: number, isNew: boolean): readonly WireEnvelope[] {
  return ROLES.map((role) => {
    const data = {
      ...{ id: random.hex(16), name: 'GET /healthz', url: `http://${role}/healthz`, duration: span(1) },
      ...{ responseCode: '200', success: true },
    }
    const version = role === 'payments' ? versionOf(isNew) : '1.4.2'
    const operation = { operationId: random.hex(32), name: 'GET /healthz' }
    return at(ms, role, operation, 'RequestData', data, { version })
  })
}

function metrics(random: Random, ms: number): readonly WireEnvelope[] {
  const none = { operationId: '', name: '' }
  const metric = (role: Role, name: string, value: number, properties = {}) =>
    at(ms, role, none, 'MetricData', { metrics: [{ name, value, count: 1 }], properties })
  return ROLES.flatMap((role) => [
    metric(role, 'queue length', random.below(40)),
    metric(role, 'event loop delay', 1 + random.below(20)),
    metric(role, '\\Process(??APP_WIN32_PROC??)\\% Processor Time', 5 + random.below(40)),
    metric(role, '\\Process(??APP_WIN32_PROC??)\\Private Bytes', 90_000_000 + random.below(40_000_000)),
    ...BRANDS.map((brand) => metric(role, 'orders', random.below(12), { 'card.brand': brand })),
  ])
}

async function post(url: string, items: readonly WireEnvelope[]): Promise<void> {
  for (let from = 0; from < items.length; from += BATCH) {
    const send = () => postEnvelopes(url, items.slice(from, from + BATCH))
    // Making many items takes so long that the server may close the connection that would be used again.
    const response = await send().catch(send)
    if (response.status !== 200) throw new Error(`The shop was rejected: ${response.status} ${await response.text()}`)
  }
}
