import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const ITEMS_PER_OPERATION = 10
const OPERATIONS_PER_BODY = 50
export const ITEMS_PER_BODY = ITEMS_PER_OPERATION * OPERATIONS_PER_BODY

/** The time that all operations together cover, up to now. */
const SPREAD_MS = 60 * 60 * 1000

export interface Body {
  readonly gzipped: Buffer
  /** The id of one operation in the body. */
  readonly operationId: string
}

/** Returns the bodies of a shop's telemetry: requests, dependencies, logs, exceptions and metrics, 500 items each. */
export async function makeBodies(count: number): Promise<readonly Body[]> {
  const startMs = Date.now() - SPREAD_MS
  const bodies: Body[] = []
  for (let body = 0; body < count; body++) {
    const ids = Array.from({ length: OPERATIONS_PER_BODY }, () => randomBytes(16).toString('hex'))
    const items = ids.flatMap((id, index) => {
      const operation = body * OPERATIONS_PER_BODY + index
      return itemsOf(id, operation, startMs + (operation / (count * OPERATIONS_PER_BODY)) * SPREAD_MS)
    })
    const lines = items.map((item) => JSON.stringify(item)).join('\n')
    bodies.push({ gzipped: await gzipped(lines), operationId: ids[0]! })
  }
  return bodies
}

// --- helpers, in order of use ---

const gzipped = promisify(gzip)

type Fields = Readonly<Record<string, unknown>>

/** The items of one operation: a request, two calls, four logs, an event, a metric, and an error or another log. */
function itemsOf(id: string, index: number, startMs: number): readonly object[] {
  const requestId = id.slice(0, 16)
  const isFailed = index % 20 === 7
  const name = `${index % 4 === 0 ? 'POST' : 'GET'} /api/${ROUTES[index % ROUTES.length]}/:id`
  const dimensions = {
    orderId: String(100_000 + index),
    'card.brand': BRANDS[index % BRANDS.length],
    tenant: `tenant-${index % 200}`,
    feature: index % 3 === 0 ? 'express checkout' : 'basket',
  }
  let atMs = startMs
  const item = (baseType: string, baseData: Fields, parentId = requestId) => ({
    ver: 1,
    name: `Microsoft.ApplicationInsights.${baseType.slice(0, -4)}`,
    time: new Date(atMs++).toISOString(),
    iKey: '00000000-0000-4000-8000-000000000000',
    sampleRate: 100,
    tags: {
      'ai.cloud.role': index % 5 === 0 ? 'billing' : 'shop',
      'ai.cloud.roleInstance': `pod-${index % 4}`,
      'ai.application.ver': '2.14.0',
      'ai.internal.sdkVersion': 'azmon:0.1.0',
      'ai.operation.id': id,
      'ai.operation.parentId': parentId,
      'ai.operation.name': name,
    },
    data: { baseType, baseData: { ver: 2, properties: dimensions, ...baseData } },
  })
  const log = (message: string, severityLevel = 1) => item('MessageData', { message, severityLevel })
  return [
    item(
      'RequestData',
      {
        id: requestId,
        name,
        url: `https://shop.example/api/${ROUTES[index % ROUTES.length]}/${index}?page=2`,
        duration: timeSpan(20 + ((index * 7_919) % 900)),
        responseCode: isFailed ? '500' : '200',
        success: !isFailed,
      },
      '',
    ),
    log(`Order ${100_000 + index} received from tenant-${index % 200}`),
    call(item, id, 0, 'SQL', 'orders-db', 'SELECT * FROM orders WHERE id = $1 AND tenant = $2'),
    log(`Loaded basket with ${index % 9} items`),
    call(item, id, 1, 'HTTP', 'payments.example', 'https://payments.example/v1/charges'),
    log(isFailed ? 'Card declined by the issuer' : 'Card accepted', isFailed ? 3 : 1),
    log(`Reserved stock in warehouse ${index % 12}`, 0),
    item('EventData', { name: 'checkout', measurements: { total: index % 500, items: index % 9 } }),
    item('MetricData', { metrics: [{ name: 'basket.total', kind: 1, value: index % 500, count: 1 }] }),
    isFailed
      ? item('ExceptionData', { exceptions: [cardError(index)], severityLevel: 3 })
      : log('Order confirmed, mail queued'),
  ]
}

const ROUTES = ['orders', 'baskets', 'products', 'customers', 'returns', 'invoices'] as const
const BRANDS = ['visa', 'mastercard', 'amex'] as const

function call(
  item: (baseType: string, baseData: Fields) => object,
  id: string,
  number: number,
  type: string,
  target: string,
  data: string,
): object {
  return item('RemoteDependencyData', {
    id: id.slice(16 + number, 32),
    name: `${type} ${target}`,
    type,
    target,
    data,
    duration: timeSpan(3 + number * 40),
    resultCode: '0',
    success: true,
  })
}

function cardError(index: number): Fields {
  const frames = Array.from({ length: 8 }, (_, level) => ({
    level,
    method: `Payments.charge${level}`,
    fileName: `/app/src/payments/charge-${level}.js`,
    line: 10 + level,
  }))
  return {
    id: 1,
    typeName: 'CardDeclinedError',
    message: `Card of order ${100_000 + index} was declined`,
    hasFullStack: true,
    parsedStack: frames,
  }
}

/** Returns a duration below one minute. */
function timeSpan(durationMs: number): string {
  return `00:00:${(durationMs / 1000).toFixed(3).padStart(6, '0')}`
}
