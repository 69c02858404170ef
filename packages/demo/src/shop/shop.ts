import express, { type ErrorRequestHandler, type Express } from 'express'
import type { Logger } from 'winston'

class PaymentError extends Error {
  override readonly name = 'PaymentError'
}

interface Product {
  readonly name: string
  readonly price: number
  stock: number
}

/** Creates a small shop that uses Express and winston and knows nothing about Azure. */
export function createShop(logger: Logger, paymentsUrl: string): Express {
  const products = new Map<string, Product>([
    ['tea', { name: 'Tea', price: 4.5, stock: 1_000_000 }],
    ['kettle', { name: 'Kettle', price: 39, stock: 3 }],
    ['teapot', { name: 'Teapot', price: 24, stock: 0 }],
  ])
  let lastOrder = 1_000

  const shop = express()
  shop.use(express.json())

  shop.get('/products/:id', (request, response) => {
    const product = products.get(request.params.id)
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
    const product = products.get(id) as Product // a deliberate bug: an unknown product throws two lines below
    order.debug('Order received', { product: id, amount })
    if (product.stock < amount) {
      order.warn('Out of stock', { product: id, amount, left: product.stock })
      response.sendStatus(409)
      return
    }
    try {
      await charge({ orderId, total: product.price * amount, card }, paymentsUrl)
    } catch (err) {
      order.error('Payment failed', { err, product: id })
      response.sendStatus(402)
      return
    }
    product.stock -= amount
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
  if (!ok) throw new PaymentError(`The payments service responded ${status}`)
}
