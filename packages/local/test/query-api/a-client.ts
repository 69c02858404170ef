import { request } from 'node:http'
import { text } from 'node:stream/consumers'

export interface ApiResponse {
  readonly status: number
  readonly body: unknown
}

/** Asks for any path, unlike fetch, which normalizes it, and returns the parsed body. */
export async function ask(
  url: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<ApiResponse> {
  const method = body === undefined ? 'GET' : 'POST'
  const sent = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    const options = { method, path, headers: { 'content-type': 'application/json', ...headers } }
    request(url, options, resolve).on('error', reject).end(sent)
  })
  const received = await text(response)
  const isJson = response.headers['content-type']?.startsWith('application/json')
  return { status: response.statusCode ?? 0, body: isJson ? JSON.parse(received) : received }
}
