import { simulatedCall } from '../simulated-call'

export interface Card {
  readonly brand: string
  /** Whether the bank wants the customer to confirm the payment. */
  readonly threeDS: 'required' | 'none'
}

export interface Intent {
  readonly status: 'succeeded' | 'requires_action'
  /** Where the customer confirms the payment. The gateway's new version returns it in `redirect_url` instead. */
  readonly next_action?: { readonly redirectUrl: string }
  readonly redirect_url?: string
}

/** Thrown when the bank declines a charge. */
export class CardDeclinedError extends Error {
  override readonly name = 'CardDeclinedError'
  readonly code = 'E_CARD_DECLINED'
}

/** Requests a payment from the gateway. Each call is a dependency of the type HTTP. */
export function createIntent(card: Card | 'expired' | undefined, total: number): Promise<Intent> {
  const isSecure = typeof card === 'object' && card.threeDS === 'required'
  const attributes = {
    'http.request.method': 'POST',
    'url.full': 'https://api.cardgate.example/v1/intents',
    'server.address': 'api.cardgate.example',
    'http.response.status_code': card === 'expired' ? 402 : 200,
  }
  const durationMs = (isSecure ? 160 : 35) + (Math.round(total) % 40)
  return simulatedCall({ name: 'POST /v1/intents', attributes, durationMs }, () => askBank(card, total, isSecure))
}

function askBank(card: Card | 'expired' | undefined, total: number, isSecure: boolean): Intent {
  if (card === 'expired') {
    throw new CardDeclinedError(`The bank declined ${total.toFixed(2)}`, { cause: new Error('Card expired in 03/24') })
  }
  return isSecure
    ? { status: 'requires_action', redirect_url: 'https://bank.example/confirm' }
    : { status: 'succeeded' }
}
