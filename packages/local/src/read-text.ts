/**
 * Reads a body as text until it ends, or returns undefined if it exceeds the limit. Leaves the rest of it unread then, because the
 * client still gets a response. Hono's own limit fails for bodies without a length: it makes a new Request, which
 * @hono/node-server cannot do with its own.
 */
export async function readText(request: Request, maxBytes: number): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return undefined
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
