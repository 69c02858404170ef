import type { Span } from '../errors'

export type TokenKind = 'name' | 'long' | 'real' | 'timespan' | 'string' | 'punctuation' | 'end'

export interface Token extends Span {
  readonly kind: TokenKind
  /** The text of a name or punctuation; the value of a string; the digits of a number. */
  readonly text: string
  /** The ticks of a timespan, or the value of a long. */
  readonly integer?: bigint
}
