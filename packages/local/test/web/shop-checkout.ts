import type { WireEnvelope } from '../an-envelope'
import type { Random } from './random'
import { at, BRANDS, type Operation, type Role, span } from './shop-item'

/** An order, whose checkout makes a transaction over all services. */
export interface Order extends Operation {
  readonly id: number
  readonly brand: string
  readonly threeDS: string
  readonly amount: string
  readonly version: string
  readonly isFailed: boolean
}

export function orderOf(random: Random, n: number, isNew: boolean): Order {
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

export function versionOf(isNew: boolean): string {
  return isNew ? '2.8.0' : '2.7.3'
}

export function checkout(random: Random, ms: number, order: Order): readonly WireEnvelope[] {
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

// --- helpers ---

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
