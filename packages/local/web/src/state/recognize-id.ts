export interface RecognizedId {
  /** What it looks like, for people. */
  readonly kind: 'traceparent' | 'operation id' | 'span id' | 'item id'
  /** 32 hex digits. */
  readonly operationId?: string
  /** 16 hex digits. */
  readonly spanId?: string
}

/** Recognizes an id that was typed or pasted: a traceparent, 32 or 16 hex digits, a GUID, the id of a request of older SDKs. */
export function recognizeId(text: string): RecognizedId | undefined {
  const id = text
    .trim()
    .replace(/^["']|["',]+$/g, '')
    .toLowerCase()
  const [, operationId, spanId] = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}$/.exec(id) ?? []
  if (operationId !== undefined && spanId !== undefined) return { kind: 'traceparent', operationId, spanId }
  if (/^[\da-f]{32}$/.test(id)) return { kind: 'operation id', operationId: id }
  if (/^[\da-f]{16}$/.test(id)) return { kind: 'span id', spanId: id }
  if (/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/.test(id)) {
    return { kind: 'item id', operationId: id.replaceAll('-', '') }
  }
  const [, root] = /^\|([\da-f]{32})\./.exec(id) ?? []
  return root === undefined ? undefined : { kind: 'operation id', operationId: root }
}
