/** An error beside a result, which tells why the result is incomplete. */
export interface PartialError {
  readonly code?: string
  readonly message?: string
  readonly '@message'?: string
  readonly details?: readonly PartialError[]
  readonly innererror?: PartialError
}

/** Returns the innermost message of the error. */
export function messageIn(error: PartialError | undefined): string {
  let message: string | undefined
  let next = error
  for (let depth = 0; next !== undefined && depth < MAX_DEPTH; depth++) {
    message = next['@message'] ?? next.message ?? message
    next = next.details?.[0] ?? next.innererror
  }
  return message ?? 'no reason given'
}

const MAX_DEPTH = 10
