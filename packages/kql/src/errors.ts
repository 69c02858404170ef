/** A part of the query text: the offset of its first character, and the offset after its last. */
export interface Span {
  readonly start: number
  readonly end: number
}

export type KqlErrorCode =
  | 'SYNTAX'
  | 'UNKNOWN_COLUMN'
  | 'UNKNOWN_TABLE'
  | 'UNKNOWN_FUNCTION'
  | 'TYPE'
  | 'ARGUMENTS'
  | 'RESERVED'
  | 'NOT_SERIALIZED'
  | 'UNSUPPORTED'
  | 'LIMIT'

/** A query that cannot be compiled. The message says what is wrong and what to write instead. */
export class KqlError extends Error {
  override readonly name = 'KqlError'
  readonly code: KqlErrorCode
  readonly span: Span
  /** The position in the text, set by `compile`. Both count from 1. */
  line = 1
  column = 1
  /** The number of characters that the error is about. */
  readonly length: number

  constructor(code: KqlErrorCode, span: Span, message: string) {
    super(message)
    this.code = code
    this.span = span
    this.length = Math.max(1, span.end - span.start)
  }
}

/** A warning about a query that compiles, but probably does not do what was intended. */
export interface KqlWarning extends Span {
  readonly message: string
}

/** Sets the line and column of an error from its offset in the text. */
export function locate(error: KqlError, text: string): KqlError {
  const before = text.slice(0, error.span.start)
  error.line = before.split('\n').length
  error.column = before.length - before.lastIndexOf('\n')
  return error
}
