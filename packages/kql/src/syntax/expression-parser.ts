import type { Span } from '../errors'
import { typeNamed } from '../types'
import type { Argument, Call, Expression, NamedExpression } from './ast'
import { parseDynamic } from './dynamic-literal'
import { literalCall } from './literal-call'
import type { Token } from './token'
import { TokenReader } from './token-reader'
import { ADDITIVE, BOOLS, COMPARISONS, MEMBERSHIP, MULTIPLICATIVE, OPERATOR_WORDS, RESOURCES } from './words'

/** Reads scalar expressions. */
export abstract class ExpressionParser extends TokenReader {
  /** The resources that the query names, such as `app('shop')`. */
  readonly resources = new Set<string>()

  /** Reads a pipeline, or a scalar expression where both are allowed. */
  abstract tabular(): Expression

  expression(): Expression {
    const start = this.peek()
    return this.nested(start, () => this.#logical('or', () => this.#logical('and', () => this.#comparison())))
  }

  /** Reads `name = value`, `(a, b) = value` or `value`. */
  namedExpression(read = () => this.expression()): NamedExpression {
    const start = this.peek()
    const names = this.#assignedNames()
    const value = read()
    return { names, value, span: this.from(start) }
  }

  namedExpressions(): readonly NamedExpression[] {
    return this.list(() => this.namedExpression())
  }

  /** Reads a value with its sign, members and indexes. */
  unary(): Expression {
    const start = this.peek()
    if (this.accept('-')) {
      const value = this.nested(start, () => this.unary())
      return { kind: 'negation', value, ...this.from(start) }
    }
    if (this.accept('+')) return this.nested(start, () => this.unary())
    let value = this.#primary()
    for (let length = 0; ; length++) {
      if (length > MAX_PATH) throw this.error(`A path has at most ${MAX_PATH} members.`, 'LIMIT')
      if (this.peek().text === '.' && this.peek().kind === 'punctuation') {
        this.next()
        if (this.peek().kind === 'name' && isResource(value)) {
          value = this.#inResource(value, start)
          continue
        }
        value = { kind: 'member', base: value, name: this.name(), ...this.from(start) }
      } else if (this.peek().text === '[' && this.peek().kind === 'punctuation') {
        this.next()
        const index = this.expression()
        this.expect(']')
        value = { kind: 'index', base: value, index, ...this.from(start) }
      } else return value
    }
  }

  /** Reads the table of a resource, or another resource within it, such as `database('d')` of a cluster. */
  #inResource(resource: Call, start: Span): Expression {
    const table = this.#primary()
    if (table.kind !== 'name') return table
    const [id] = resource.args
    this.resources.add(`${resource.name}('${id?.value.kind === 'literal' ? id.value.value : ''}')`)
    return { kind: 'member', base: resource, name: table.name, ...this.from(start) }
  }

  #assignedNames(): readonly string[] {
    const { kind, text, end } = this.peek()
    if (kind === 'name' && this.lookAt(end).text === '=') {
      const name = this.newName()
      this.expect('=')
      return [name]
    }
    if (text === '[' && kind === 'punctuation') {
      const string = this.tokenAfter()
      const close = this.lookAt(string.end)
      if (string.kind === 'string' && close.text === ']' && this.lookAt(close.end).text === '=') {
        const name = this.name()
        this.expect('=')
        return [name]
      }
    }
    if (text === '(' && kind === 'punctuation' && this.#isNameList()) {
      const names = this.inParentheses(() => this.name())
      this.expect('=')
      return names
    }
    return []
  }

  /** Looks for `(a, b) =`. */
  #isNameList(): boolean {
    let token = this.tokenAfter()
    while (token.kind === 'name') {
      token = this.lookAt(token.end)
      if (token.text === ')') return this.lookAt(token.end).text === '='
      if (token.text !== ',') return false
      token = this.lookAt(token.end)
    }
    return false
  }

  #logical(operator: 'and' | 'or', operand: () => Expression): Expression {
    const start = this.peek()
    const first = operand()
    if (this.peek().text !== operator) return first
    const terms = [first]
    while (this.acceptName(operator)) terms.push(operand())
    return { kind: 'logical', operator, terms, ...this.from(start) }
  }

  #comparison(): Expression {
    const start = this.peek()
    const left = this.#chain(ADDITIVE, () => this.#chain(MULTIPLICATIVE, () => this.unary()))
    const { kind, text } = this.peek()
    if (kind === 'string' || kind === 'long' || kind === 'real' || kind === 'timespan' || kind === 'end') return left
    if (text === 'between' || text === '!between') {
      this.next()
      this.expect('(')
      const from = this.expression()
      this.expect('..')
      const to = this.expression()
      this.expect(')')
      return { kind: 'between', isNegated: text === '!between', value: left, from, to, ...this.from(start) }
    }
    if (MEMBERSHIP.has(text)) {
      this.next()
      const items = this.peek().text === '(' ? this.inParentheses(() => this.tabular()) : [this.unary()]
      return { kind: 'membership', operator: text, value: left, items, ...this.from(start) }
    }
    if (!COMPARISONS.has(text)) return left
    if (text === 'like' || text === 'notlike')
      throw this.error(`${text} is not supported. Use contains, startswith, endswith or matches regex.`, 'UNSUPPORTED')
    if (text === 'matches') {
      this.next()
      this.expectName('regex')
    } else this.next()
    const right = this.#chain(ADDITIVE, () => this.#chain(MULTIPLICATIVE, () => this.unary()))
    return { kind: 'binary', operator: text === '<>' ? '!=' : text, left, right, ...this.from(start) }
  }

  #chain(operators: readonly string[], operand: () => Expression): Expression {
    const start = this.peek()
    const first = operand()
    const rest: { operator: string; value: Expression }[] = []
    while (this.peek().kind === 'punctuation' && operators.includes(this.peek().text)) {
      rest.push({ operator: this.next().text, value: operand() })
    }
    return rest.length === 0 ? first : { kind: 'arithmetic', first, rest, ...this.from(start) }
  }

  #primary(): Expression {
    const token = this.peek()
    switch (token.kind) {
      case 'string':
        return this.#stringLiteral()
      case 'long':
        this.next()
        return { kind: 'literal', type: 'long', value: token.integer!, start: token.start, end: token.end }
      case 'timespan':
        this.next()
        return { kind: 'literal', type: 'timespan', value: token.integer!, start: token.start, end: token.end }
      case 'real':
        this.next()
        return { kind: 'literal', type: 'real', value: this.#real(token), start: token.start, end: token.end }
      case 'name':
        return this.#nameOrCall()
      default:
        return this.#bracketed()
    }
  }

  #real(token: Token): number {
    const value = Number(token.text)
    if (!Number.isFinite(value)) throw this.error('The number is out of the range of a real.', 'TYPE', token)
    return value
  }

  /** Strings that follow each other are one string. */
  #stringLiteral(): Expression {
    const start = this.next()
    let value = start.text
    while (this.peek().kind === 'string') value += this.next().text
    return { kind: 'literal', type: 'string', value, ...this.from(start) }
  }

  #nameOrCall(): Expression {
    const token = this.next()
    const { text: name } = token
    if (this.peek().text !== '(' || this.peek().kind !== 'punctuation') {
      if (BOOLS.has(name)) return { kind: 'literal', type: 'bool', value: BOOLS.get(name)!, ...this.from(token) }
      if (OPERATOR_WORDS.has(name))
        throw this.error(`${name} is an operator. Write ["${name}"] for a column of that name.`, 'RESERVED', token)
      return { kind: 'name', name, ...this.from(token) }
    }
    if (name === 'typeof') {
      const [type] = this.inParentheses(() => this.next())
      const known = type && typeNamed(type.text)
      if (known === undefined) throw this.error('typeof() takes a type, such as long or string.', 'ARGUMENTS', type)
      return { kind: 'type', type: known, ...this.from(token) }
    }
    if (name === 'dynamic') {
      this.next()
      const value = parseDynamic(this)
      this.expect(')')
      return { kind: 'literal', type: 'dynamic', value, ...this.from(token) }
    }
    const type = typeNamed(name)
    if (type !== undefined) {
      return { ...literalCall(type, this.rawInParentheses()), ...this.from(token) }
    }
    const args = this.inParentheses(() => this.#argument())
    return { kind: 'call', name, nameSpan: token, args, ...this.from(token) }
  }

  #argument(): Argument {
    const { kind, text } = this.peek()
    if (kind === 'name' && this.tokenAfter().text === '=') {
      this.next()
      this.next()
      return { name: text, value: this.tabular() }
    }
    return { value: this.tabular() }
  }

  #bracketed(): Expression {
    const start = this.peek()
    if (this.accept('(')) {
      const value = this.tabular()
      this.expect(')')
      return value
    }
    if (this.accept('*')) return { kind: 'star', ...this.from(start) }
    if (start.text === '[' && this.tokenAfter().kind === 'string')
      return { kind: 'name', name: this.name(), ...this.from(start) }
    throw this.unexpected()
  }
}

const MAX_PATH = 100

/** Whether a value is a resource that has tables, such as `app('shop')` in `app('shop').requests`. */
function isResource(value: Expression): value is Call {
  return value.kind === 'call' && RESOURCES.has(value.name)
}
