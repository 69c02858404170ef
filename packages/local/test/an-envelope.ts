import { gzipSync } from 'node:zlib'

export interface WireEnvelope {
  readonly ver: number
  readonly name: string
  readonly time: string
  readonly iKey: string
  readonly sampleRate?: number
  readonly tags: Readonly<Record<string, string>>
  readonly data: { readonly baseType: string; readonly baseData?: Readonly<Record<string, unknown>> }
}

/** An envelope that the service accepts. */
export function anEnvelope(
  baseType: string,
  baseData: Readonly<Record<string, unknown>>,
  overrides: Partial<WireEnvelope> = {},
): WireEnvelope {
  return {
    ver: 1,
    name: 'Microsoft.ApplicationInsights.Any',
    time: new Date().toISOString(),
    iKey: '11111111-2222-4333-8444-555555555555',
    tags: {},
    data: { baseType, baseData: { ver: 2, ...baseData } },
    ...overrides,
  }
}

export function aMessage(message: string, overrides: Partial<WireEnvelope> = {}): WireEnvelope {
  return anEnvelope('MessageData', { message }, overrides)
}

/** Posts like the SDKs: newline-delimited and gzipped. */
export function postEnvelopes(url: string, envelopes: readonly unknown[]): Promise<Response> {
  return fetch(new URL('v2.1/track', url), {
    method: 'POST',
    headers: { 'content-type': 'application/x-json-stream', 'content-encoding': 'gzip' },
    body: gzipSync(envelopes.map((envelope) => JSON.stringify(envelope)).join('\n')),
  })
}
