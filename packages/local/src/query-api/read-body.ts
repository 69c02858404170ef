import { reasonOf } from '../errors'

export type Body =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'invalid'; readonly message: string }
  | { readonly kind: 'too-large' }

/** Reads a body of JSON until it ends or exceeds the limit. */
export async function readBody(request: Request, maxBytes: number): Promise<Body> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return { kind: 'too-large' }
  const text = await readText(request, maxBytes)
  if (text === undefined) return { kind: 'too-large' }
  try {
    return { kind: 'json', value: JSON.parse(text) }
  } catch (error) {
    return { kind: 'invalid', message: `The body must be JSON: ${reasonOf(error)}` }
  }
}

// --- helpers ---

/** Returns undefined beyond the limit. Leaves the stream open then, because the client still gets a response. */
async function readText(request: Request, maxBytes: number): Promise<string | undefined> {
  const reader = request.body?.getReader()
  const chunks: Uint8Array[] = []
  let bytes = 0
  for (let chunk = await reader?.read(); chunk?.value !== undefined; chunk = await reader?.read()) {
    bytes += chunk.value.length
    if (bytes > maxBytes) return undefined
    chunks.push(chunk.value)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}
