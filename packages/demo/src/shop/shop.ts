import { trace } from '@opentelemetry/api'
import express, { type ErrorRequestHandler, type Express } from 'express'
import type { Logger } from 'winston'
import { type Product, ShopDatabase } from './shop-database'

class PaymentError extends Error {
  override readonly name = 'PaymentError'
  readonly status: number

  constructor(status: number) {
    super(`The payments service responded ${status}`)
    this.status = status
  }
}

/**
 * Creates a small shop that uses Express, winston and OpenTelemetry's API, and knows nothing about Azure.
 *
 * @param paymentsUrl returns the address of the payments service, which changes with its releases
 */
export function createShop(logger: Logger, paymentsUrl: () => string): Express {
  const database = new ShopDatabase()
  let lastOrder = 1_000

  const shop = express()
  shop.use(express.json())

  shop.get('/products/:id', async (request, response) => {
    const product = await database.findProduct(request.params.id)
    if (product === undefined) {
      logger.warn('Unknown product', { product: request.params.id })
      response.sendStatus(404)
      return
    }
    response.json(product)
  })

  shop.post('/orders', async (request, response) => {
    const { product: id, amount = 1, card } = request.body
    const orderId = ++lastOrder
    const order = logger.child({ orderId })
    if (card?.brand) trace.getActiveSpan()?.setAttributes({ 'card.brand': card.brand, 'card.threeDS': card.threeDS })
    const product = (await database.findProduct(id)) as Product // a deliberate bug: an unknown product throws two lines below
    order.debug('Order received', { product: id, amount })
    if (product.stock < amount) {
      order.warn('Out of stock', { product: id, amount, left: product.stock })
      response.sendStatus(409)
      return
    }
    try {
      await charge({ orderId, total: product.price * amount, card }, paymentsUrl())
    } catch (err) {
      order.error('Payment failed', { err, product: id })
      response.sendStatus(err instanceof PaymentError && err.status === 402 ? 402 : 502)
      return
    }
    product.stock -= amount
    await database.insertOrder()
    order.info('Order placed', { product: id, amount, total: product.price * amount })
    response.status(201).json({ orderId })
  })

  const onError: ErrorRequestHandler = (error, request, response, _next) => {
    logger.error('Request failed', error, { method: request.method, path: request.path })
    response.sendStatus(500)
  }
  shop.use(onError)
  return shop
}

async function charge(payment: object, paymentsUrl: string): Promise<void> {
  const { ok, status } = await fetch(new URL('charges', paymentsUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payment),
  })
  if (!ok) throw new PaymentError(status)
}
