import { type LocalApplicationInsights, startLocal } from '@azmon/local'

export interface LocalWithItems extends AsyncDisposable {
  readonly local: LocalApplicationInsights
  /** Options by which a command asks it. */
  readonly source: readonly string[]
  /** Stores items of the role `shop`, or of the role in `tags`. */
  send(...items: readonly Item[]): Promise<void>
}

export interface Item {
  /** Such as MessageData. */
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
  /** @default now */
  readonly time?: Date
  readonly tags?: Readonly<Record<string, string>>
}

export function startLocalWith(...items: readonly Item[]): Promise<LocalWithItems> {
  return startLocalAt(0, ...items)
}

export async function startLocalAt(port: number, ...items: readonly Item[]): Promise<LocalWithItems> {
  const local = await startLocal({ port })
  const send = async (...more: readonly Item[]) => {
    const body = JSON.stringify(more.map(envelopeOf))
    const response = await fetch(new URL('v2.1/track', local.url), { method: 'POST', body })
    if (response.status !== 200) throw new Error(await response.text())
  }
  if (items.length > 0) await send(...items)
  return { local, source: ['--source', local.url], send, [Symbol.asyncDispose]: () => local.close() }
}

export function aLog(message: string, more: Partial<Item> = {}, severityLevel = 1): Item {
  return { type: 'MessageData', data: { message, severityLevel }, ...more }
}

// --- helpers ---

function envelopeOf({ type, data, time = new Date(), tags }: Item) {
  return {
    name: 'Microsoft.ApplicationInsights.Any',
    time: time.toISOString(),
    iKey: '11111111-2222-4333-8444-555555555555',
    tags: { 'ai.cloud.role': 'shop', ...tags },
    data: { baseType: type, baseData: { ver: 2, ...data } },
  }
}
