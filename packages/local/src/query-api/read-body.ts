import { reasonOf } from '../errors'
import { readText } from '../read-text'

export type Body =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'invalid'; readonly message: string }
  | { readonly kind: 'too-large' }

/** Reads a body of JSON until it ends or exceeds the limit. */
export async function readBody(request: Request, maxBytes: number): Promise<Body> {
  const text = await readText(request, maxBytes)
  if (text === undefined) return { kind: 'too-large' }
  try {
    return { kind: 'json', value: JSON.parse(text) }
  } catch (error) {
    return { kind: 'invalid', message: `The body must be JSON: ${reasonOf(error)}` }
  }
}
