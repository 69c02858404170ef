/** A request of a customer to the shop. */
export interface CustomerRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: object
}

/** Yields an endless sequence of requests by many customers. The same seed gives the same requests. */
export function* customers(seed: number): Generator<CustomerRequest, never> {
  const random = randomNumbers(seed)
  for (;;) yield nextRequest(random)
}

/** Sends a request to the shop, whatever it answers. */
export async function sendRequest({ method, path, body }: CustomerRequest, shopUrl: string): Promise<void> {
  const response = await fetch(new URL(path, shopUrl), {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  await response.arrayBuffer()
}

// --- helpers, in order of use ---

function nextRequest(random: () => number): CustomerRequest {
  const kind = random()
  if (kind < 0.55) return { method: 'GET', path: `/products/${pick(random, PRODUCTS)}` }
  if (kind < 0.57) return { method: 'GET', path: '/products/coffee' }
  const product = kind < 0.59 ? 'teapot' : pick(random, PRODUCTS.slice(0, 2))
  const amount = 1 + Math.floor(random() * 4)
  return { method: 'POST', path: '/orders', body: { product, amount, card: nextCard(random) } }
}

const PRODUCTS = ['tea', 'mug', 'kettle'] as const

function nextCard(random: () => number): object | string {
  if (random() < 0.01) return 'expired'
  const brand = pick(random, ['visa', 'visa', 'visa', 'mastercard', 'mastercard', 'amex'])
  const isSecure = random() < (brand === 'visa' ? 0.25 : 0.1)
  return { brand, threeDS: isSecure ? 'required' : 'none' }
}

function pick<T>(random: () => number, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)]!
}

/** Returns a generator of numbers from 0 to 1, excluding 1. @see https://en.wikipedia.org/wiki/Linear_congruential_generator */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
