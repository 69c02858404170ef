import { aggregateNamed } from '../aggregates/index'
import { KqlError, type Span } from '../errors'
import { functionNamed } from '../functions/index'
import { operators } from '../operators/index'
import { Lexer } from '../syntax/lexer'
import type { Token } from '../syntax/token'
import { typeNamed } from '../types'

export type EditorTokenKind =
  | 'operator'
  | 'keyword'
  | 'function'
  | 'type'
  | 'name'
  | 'string'
  | 'number'
  | 'comment'
  | 'punctuation'
  | 'error'

export interface EditorToken extends Span {
  readonly kind: EditorTokenKind
}

/** Returns the tokens of a query for highlighting. Text that cannot be read is one `error` token. Never throws. */
export function tokens(text: string): readonly EditorToken[] {
  const lexer = new Lexer(text)
  const found: EditorToken[] = []
  let at = 0
  let previous: Token | undefined
  while (at < text.length) {
    try {
      const token = lexer.tokenAt(at)
      found.push(...comments(text, at, token.start))
      if (token.kind === 'end') break
      const kind = kindOf(token, previous, lexer)
      at = kind === 'operator' ? endOfOperator(text, token) : token.end
      found.push({ kind, start: token.start, end: at })
      previous = token
    } catch (error) {
      if (!(error instanceof KqlError)) throw error
      const lineEnd = text.indexOf('\n', error.span.start)
      const end = lineEnd < 0 ? text.length : lineEnd
      found.push({ kind: 'error', start: error.span.start, end })
      at = Math.max(end, at + 1)
    }
  }
  return found
}

// --- helpers, in order of use ---

function comments(text: string, start: number, end: number): readonly EditorToken[] {
  return [...text.slice(start, end).matchAll(/\/\/[^\n]*/g)].map((match) => ({
    kind: 'comment',
    start: start + match.index,
    end: start + match.index + match[0].length,
  }))
}

function kindOf({ kind, text, end }: Token, previous: Token | undefined, lexer: Lexer): EditorTokenKind {
  switch (kind) {
    case 'string':
      return 'string'
    case 'long':
    case 'real':
    case 'timespan':
      return 'number'
    case 'name':
      return nameKind(text, end, previous, lexer)
    default:
      return /^![a-z]/.test(text) ? 'keyword' : 'punctuation'
  }
}

/** Names of operators can contain hyphens, such as `make-series`, which are a token each. */
function endOfOperator(text: string, { start, end }: Token): number {
  const name = /^[a-z]+(?:-[a-z]+)+/.exec(text.slice(start, start + MAX_OPERATOR_CHARACTERS))?.[0] ?? ''
  return operators.step(name) === undefined ? end : start + name.length
}

function nameKind(text: string, end: number, previous: Token | undefined, lexer: Lexer): EditorTokenKind {
  const isFirst = previous === undefined || previous.text === '|' || previous.text === '(' || previous.text === ';'
  if (previous?.text === '|' || (isFirst && operators.source(text) !== undefined)) return 'operator'
  if (previous?.text === '.' || KEYWORDS.has(text)) return previous?.text === '.' ? 'name' : 'keyword'
  if (lexer.text[end] === '(') {
    if (typeNamed(text) !== undefined) return 'type'
    if (functionNamed(text) !== undefined || aggregateNamed(text) !== undefined) return 'function'
  }
  return previous?.text === ':' && typeNamed(text) !== undefined ? 'type' : 'name'
}

const MAX_OPERATOR_CHARACTERS = 40

const KEYWORDS = new Set(
  (
    'let by on and or in in~ has has_cs has_any has_all hasprefix hassuffix contains contains_cs startswith startswith_cs endswith endswith_cs matches ' +
    'regex between asc desc nulls first last from to step default with kind true false as of'
  ).split(' '),
)
