import { anEnvelope, postEnvelopes, type WireEnvelope } from '../an-envelope'
import { Random } from './random'

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

const ROLES = ['storefront', 'checkout', 'payments', 'mailer'] as const
const BRANDS = ['visa', 'mastercard', 'amex'] as const
const BATCH = 10_000

type Role = (typeof ROLES)[number]

interface Operation {
  readonly operationId: string
  readonly name: string
}

interface Order extends Operation {
  readonly id: number
  readonly brand: string
  readonly threeDS: string
  readonly amount: string
  readonly version: string
  readonly isFailed: boolean
}

function orderOf(random: Random, n: number, isNew: boolean): Order {
  const brand = random.pick(BRANDS)
  const threeDS = random.chance(0.5) ? 'required' : 'none'
  const isBroken = isNew && brand === 'visa' && threeDS === 'required'
  return {
    ...{ operationId: random.hex(32), name: 'POST /checkout', id: 50_000 + n, brand, threeDS },
    amount: (20 + random.below(20_000) / 100).toFixed(2),
    version: versionOf(isNew),
    isFailed: isBroken || random.chance(0.01),
  }
}

function anOperation(random: Random): Operation {
  return { operationId: random.hex(32), name: 'POST /checkout' }
}

function at(
  ms: number,
  role: Role,
  { operationId, name }: Operation,
  baseType: string,
  data: Readonly<Record<string, unknown>>,
  { parentId = '', version = '1.4.2' } = {},
): WireEnvelope {
  return anEnvelope(baseType, data, {
    time: new Date(ms).toISOString(),
    tags: {
      'ai.cloud.role': role,
      'ai.cloud.roleInstance': `${role}-1`,
      'ai.operation.id': operationId,
      'ai.operation.name': name,
      'ai.operation.parentId': parentId,
      'ai.application.ver': version,
      'ai.internal.sdkVersion': 'azmon:0.1.0',
    },
  })
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

function checkout(random: Random, ms: number, order: Order): readonly WireEnvelope[] {
  const { isFailed, version } = order
  const [root, toOrders, orders, toCharges, charges, gateway] = Array.from({ length: 6 }, () => random.hex(16))
  const tookMs = isFailed ? 1_500 + random.below(500) : 120 + random.below(400)
  const properties = {
    'order.id': String(order.id),
    'card.brand': order.brand,
    'card.threeDS': order.threeDS,
    amount: order.amount,
  }
  const item = (
    afterMs: number,
    role: Role,
    parentId: string | undefined,
    baseType: string,
    data: Readonly<Record<string, unknown>>,
  ) =>
    at(
      ms + afterMs,
      role,
      order,
      baseType,
      { ...data, properties },
      {
        parentId: parentId ?? '',
        version: role === 'payments' ? version : '1.4.2',
      },
    )
  const done = (failedCode: string, okCode = '200') => ({
    responseCode: isFailed ? failedCode : okCode,
    resultCode: isFailed ? failedCode : okCode,
    success: !isFailed,
  })
  const items = [
    item(0, 'storefront', '', 'RequestData', {
      ...{ id: root, name: 'POST /checkout', url: 'http://shop.example/checkout', duration: span(tookMs) },
      ...done('500'),
    }),
    item(3, 'storefront', root, 'MessageData', {
      ...{ message: `checkout started for cart ${8_000 + (order.id % 1_000)}, 3 items, ${order.amount} EUR` },
      severityLevel: 1,
    }),
    item(6, 'storefront', root, 'RemoteDependencyData', {
      ...{ id: toOrders, name: 'POST /orders', type: 'Http', target: 'checkout', duration: span(tookMs - 15) },
      ...{ data: 'http://checkout/orders', ...done('502') },
    }),
    item(9, 'checkout', toOrders, 'RequestData', {
      ...{
        id: orders,
        name: 'POST /orders',
        url: 'http://checkout/orders',
        duration: span(tookMs - 20),
        ...done('502'),
      },
    }),
    item(12, 'checkout', orders, 'RemoteDependencyData', {
      ...{ id: random.hex(16), name: 'SELECT prices', type: 'SQL', target: 'shop-db', resultCode: '0', success: true },
      ...{ data: 'SELECT price FROM prices WHERE product = $1', duration: span(9 + random.below(8)) },
    }),
    item(30, 'checkout', orders, 'MessageData', {
      ...{ message: `order ${order.id} priced: 3 items, ${order.amount} EUR`, severityLevel: 1 },
    }),
    item(40, 'checkout', orders, 'RemoteDependencyData', {
      ...{ id: toCharges, name: 'POST /charges', type: 'Http', target: 'payments', duration: span(tookMs - 60) },
      ...{ data: 'http://payments/charges', ...done('500') },
    }),
    item(43, 'payments', toCharges, 'RequestData', {
      ...{
        id: charges,
        name: 'POST /charges',
        url: 'http://payments/charges',
        duration: span(tookMs - 65),
        ...done('500'),
      },
    }),
    item(46, 'payments', charges, 'RemoteDependencyData', {
      ...{ id: gateway, name: 'POST /v1/intents', type: 'Http', target: 'api.cardgate.example', resultCode: '200' },
      ...{ success: true, data: 'https://api.cardgate.example/v1/intents', duration: span((tookMs - 80) / 2) },
    }),
  ]
  return [
    ...items,
    ...(isFailed ? failure(item, order, tookMs, { root, orders, charges }) : success(item, order, tookMs, root)),
  ]
}

type MakeItem = (
  afterMs: number,
  role: Role,
  parentId: string | undefined,
  baseType: string,
  data: Readonly<Record<string, unknown>>,
) => WireEnvelope

function failure(
  item: MakeItem,
  order: Order,
  tookMs: number,
  spans: {
    readonly root: string | undefined
    readonly orders: string | undefined
    readonly charges: string | undefined
  },
): readonly WireEnvelope[] {
  return [
    item(tookMs - 110, 'payments', spans.charges, 'MessageData', {
      ...{
        message: `intent pi_${order.operationId.slice(0, 6)} is requires_action without next_action`,
        severityLevel: 2,
      },
    }),
    item(tookMs - 100, 'payments', spans.charges, 'ExceptionData', {
      severityLevel: 3,
      exceptions: [
        {
          typeName: 'TypeError',
          message: "Cannot read properties of undefined (reading 'redirectUrl')",
          hasFullStack: true,
          parsedStack: [
            { level: 0, method: 'startChallenge', fileName: '/srv/payments/src/three-d-secure.ts', line: 48 },
            { level: 1, method: 'charge', fileName: '/srv/payments/src/charges.ts', line: 112 },
            { level: 2, method: 'handler', fileName: '/srv/payments/src/routes/charges.ts', line: 27 },
            { level: 3, method: 'next', fileName: '/srv/payments/node_modules/express/lib/router/route.js', line: 149 },
            { level: 4, method: 'processTicksAndRejections', fileName: 'node:internal/process/task_queues', line: 95 },
          ],
        },
      ],
    }),
    item(tookMs - 70, 'checkout', spans.orders, 'ExceptionData', {
      severityLevel: 3,
      exceptions: [
        {
          typeName: 'PaymentFailedError',
          message: `payments answered 500 for order ${order.id}`,
          stack: 'PaymentFailedError: payments answered 500\n    at pay (/srv/checkout/src/orders.ts:88:11)',
        },
      ],
    }),
    item(tookMs - 10, 'storefront', spans.root, 'MessageData', {
      ...{ message: `checkout failed for cart ${8_000 + (order.id % 1_000)}: upstream 502`, severityLevel: 3 },
    }),
  ]
}

function success(item: MakeItem, order: Order, tookMs: number, root: string | undefined): readonly WireEnvelope[] {
  return [
    item(tookMs - 12, 'checkout', root, 'MessageData', {
      ...{ message: `order ${order.id} paid with ${order.brand}, ${order.amount} EUR`, severityLevel: 1 },
    }),
    item(tookMs + 200, 'mailer', root, 'EventData', { name: 'ReceiptMailed', measurements: { bytes: 2_048 } }),
  ]
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

function versionOf(isNew: boolean): string {
  return isNew ? '2.8.0' : '2.7.3'
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

function span(ms: number): string {
  return `00:00:${String(Math.floor(ms / 1000)).padStart(2, '0')}.${String(Math.round(ms % 1000)).padStart(3, '0')}`
}

async function post(url: string, items: readonly WireEnvelope[]): Promise<void> {
  for (let from = 0; from < items.length; from += BATCH) {
    const response = await postEnvelopes(url, items.slice(from, from + BATCH))
    if (response.status !== 200) throw new Error(`The shop was rejected: ${response.status} ${await response.text()}`)
  }
}
