import { trace } from '@opentelemetry/api'
import express, { type Express } from 'express'
import type { Logger } from 'pino'
import { CardDeclinedError, createIntent } from './card-gateway'
import { startChallenge, type Version } from './three-d-secure'

/** Creates a small service that uses Express, pino and OpenTelemetry's API, and knows nothing about Azure. */
export function createPayments(logger: Logger, version: Version): Express {
  const payments = express()
  payments.use(express.json())

  payments.post('/charges', async (request, response) => {
    const { orderId, total, card } = request.body
    const { brand, threeDS } = card ?? {}
    const fields = { orderId, ...(brand && { 'card.brand': brand, 'card.threeDS': threeDS }) }
    trace.getActiveSpan()?.setAttributes(fields)
    const charge = logger.child(fields)
    try {
      const intent = await createIntent(card, total)
      if (intent.status === 'requires_action') {
        charge.info({ total }, 'The bank wants the customer to confirm the payment')
        startChallenge(intent, version)
      }
    } catch (err) {
      const isDeclined = err instanceof CardDeclinedError
      charge.error({ err, total }, isDeclined ? 'Charge refused' : 'Charge failed')
      response.status(isDeclined ? 402 : 500).json({ reason: isDeclined ? 'card declined' : 'internal error' })
      return
    }
    charge.info({ total }, 'Card charged')
    response.status(201).json({ orderId })
  })
  return payments
}
