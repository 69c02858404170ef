import express, { type Express } from 'express'
import type { Logger } from 'pino'

/** Thrown when the bank declines a charge. */
class CardDeclinedError extends Error {
  override readonly name = 'CardDeclinedError'
  readonly code = 'E_CARD_DECLINED'
}

/** Creates a small service that uses Express and pino and knows nothing about Azure. */
export function createPayments(logger: Logger): Express {
  const payments = express()
  payments.use(express.json())

  payments.post('/charges', (request, response) => {
    const { orderId, total, card } = request.body
    const charge = logger.child({ orderId })
    try {
      askBank(card, total)
    } catch (err) {
      charge.error({ err, total }, 'Charge refused')
      response.status(402).json({ reason: 'card declined' })
      return
    }
    charge.info({ total }, 'Card charged')
    response.status(201).json({ orderId })
  })
  return payments
}

function askBank(card: unknown, total: number): void {
  if (card === 'expired')
    throw new CardDeclinedError(`The bank declined ${total.toFixed(2)}`, { cause: new Error('Card expired in 03/24') })
}
