import type { KqlError, Span } from '../errors'
import { suggestion } from '../suggestion'
import { formatTimespan } from '../values/timespan'
import type { Expression, FunctionLiteral, Let, Parameter, Query, Source, Step } from './ast'
import { ExpressionParser } from './expression-parser'
import { parameterValue, type QueryParameter } from './query-parameters'

/** Finds the functions that read tabular operators after their names. */
export interface Operators {
  /** Returns the operator after a `|`. Undefined if there is no operator with this name. */
  step(name: string): ((parser: Parser, span: Span) => Step) | undefined
  /** The names of the operators after a `|`. */
  names(): readonly string[]
  /** Returns the operator that begins a pipeline, or undefined. */
  source(name: string): ((parser: Parser, span: Span) => Source) | undefined
}

const MAX_STEPS = 500

const UNSUPPORTED_STATEMENTS: Readonly<Record<string, string>> = {
  alias: 'There is only one database. Leave the alias out.',
  declare: 'Use let.',
  pattern: 'Use let.',
  restrict: 'Leave it out, and name the tables in the query.',
}

const OTHER_OPERATORS: Readonly<Record<string, string>> = {
  select: 'Use project.',
  group: 'Use summarize … by ….',
  having: 'Use where.',
  stats: 'Use summarize.',
  eval: 'Use extend.',
}

/** Reads statements and pipelines. Operators read their own arguments with its public methods. */
export class Parser extends ExpressionParser {
  /** The values of `set` statements by name. */
  readonly settings = new Map<string, string>()
  readonly #operators: Operators
  readonly #given: Readonly<Record<string, QueryParameter>>
  #steps = 0

  constructor(text: string, operators: Operators, given: Readonly<Record<string, QueryParameter>> = {}) {
    super(text)
    this.#operators = operators
    this.#given = given
  }

  /** Reads statements up to the end of the text, or up to `}` for the body of a function. */
  query(isBody = false): Query {
    const lets: Let[] = []
    let result: Expression | undefined
    for (;;) {
      while (this.accept(';'));
      const { kind, text } = this.peek()
      if (kind === 'end' || (isBody && text === '}')) break
      if (result !== undefined) throw this.error(`Expected ; before ${text}. A query can have only one result.`)
      if (text === 'let' && this.tokenAfter().kind !== 'punctuation') lets.push(this.#let())
      else if (text === 'set' && this.tokenAfter().kind === 'name') this.#setting()
      else if (text === 'declare' && this.tokenAfter().text === 'query_parameters')
        lets.push(...this.#queryParameters())
      else if (Object.hasOwn(UNSUPPORTED_STATEMENTS, text) && this.tokenAfter().kind === 'name')
        throw this.error(`The statement ${text} is not supported. ${UNSUPPORTED_STATEMENTS[text]}`, 'UNSUPPORTED')
      else result = this.tabular()
      if (this.peek().kind !== 'end' && this.peek().text !== '}' && this.peek().text !== ';') throw this.#unended(text)
    }
    return { lets, result }
  }

  #unended(first: string): KqlError {
    const { kind, text } = this.peek()
    if (kind !== 'name' || text === 'as') return this.unexpected()
    if (/^select$/i.test(first))
      return this.error('This looks like SQL. Write the table first, as in requests | project name.')
    if (first === 'let') return this.error(`Unexpected ${text}. Write ; at the end of a let statement.`)
    return this.#operators.step(text) === undefined
      ? this.unexpected()
      : this.error(`Unexpected ${text}. Write | before an operator.`)
  }

  /** Reads a pipeline, or a scalar expression where both are allowed. */
  tabular(): Expression {
    const start = this.peek()
    return this.nested(start, () => {
      const source = this.#source() ?? this.#functionLiteral() ?? this.expression()
      const steps: Step[] = []
      while (this.accept('|')) steps.push(this.#step())
      if (source.kind !== 'source' && steps.length === 0) return source
      return { kind: 'pipeline', source, steps, ...this.from(start) }
    })
  }

  /** Reads a table as an argument of an operator: a name, a call, or a pipeline in parentheses. */
  table(): Expression {
    const start = this.peek()
    const source = this.#source()
    return source === undefined ? this.unary() : { kind: 'pipeline', source, steps: [], ...this.from(start) }
  }

  /** Reads operators in parentheses, without the table that they are applied to. */
  operatorsInParentheses(): readonly Step[] {
    this.expect('(')
    const steps = [this.#step()]
    while (this.accept('|')) steps.push(this.#step())
    this.expect(')')
    return steps
  }

  #let(): Let {
    const start = this.next()
    const name = this.name()
    this.expect('=')
    return { name, value: this.tabular(), ...this.from(start) }
  }

  /** Reads `declare query_parameters (name: type = value)`. A query runs with the given values, or else with these defaults. */
  #queryParameters(): readonly Let[] {
    this.next()
    const start = this.next()
    return this.inParentheses(() => this.#parameter()).map((parameter) => {
      const { name } = parameter
      const span = this.from(start)
      const given = Object.hasOwn(this.#given, name) ? this.#given[name] : undefined
      return { name, value: parameterValue(parameter, given, (text) => this.#literalIn(text), span), ...span }
    })
  }

  /** Reads another text, which must be one expression. */
  #literalIn(text: string): Expression {
    const other = new Parser(text, this.#operators)
    const expression = other.expression()
    if (other.peek().kind !== 'end') throw other.unexpected()
    return expression
  }

  /** Reads `set name = value`, or `set name`. The service that runs the query decides which ones it knows. */
  #setting(): void {
    this.next()
    const name = this.name()
    this.settings.set(name, this.accept('=') ? settingText(this.expression()) : 'true')
  }

  #source(): Source | undefined {
    const { kind, text, end } = this.peek()
    if (kind !== 'name') return undefined
    const read = this.#operators.source(text)
    // `range(1, 3)` and `union(…)` are functions or columns; `datatable(` and `print(` are not.
    if (read === undefined || (text === 'range' && this.lookAt(end).text === '(')) return undefined
    const start = this.next()
    const source = read(this, start)
    return { ...source, ...this.from(start) }
  }

  #step(): Step {
    if (++this.#steps > MAX_STEPS) throw this.error(`A query has at most ${MAX_STEPS} operators.`, 'LIMIT')
    const name = this.operatorName()
    const read = this.#operators.step(name.text)
    if (read === undefined) {
      const cure =
        (Object.hasOwn(OTHER_OPERATORS, name.text.toLowerCase()) && OTHER_OPERATORS[name.text.toLowerCase()]) ||
        suggestion(name.text, this.#operators.names()).trim() ||
        'Operators are where, project, extend, summarize and others.'
      throw this.error(`Unknown operator ${name.text}. ${cure}`, 'UNSUPPORTED', name)
    }
    const step = read(this, name)
    return { ...step, ...this.from(name) }
  }

  #functionLiteral(): FunctionLiteral | undefined {
    const start = this.peek()
    const isView = start.text === 'view' && this.tokenAfter().text === '('
    if (isView) this.next()
    if (!this.#isFunction()) return undefined
    const parameters = this.inParentheses(() => this.#parameter())
    this.expect('{')
    const body = this.query(true)
    this.expect('}')
    return { kind: 'function', isView, parameters, body, ...this.from(start) }
  }

  /** Looks for `() {` and `(name :`. */
  #isFunction(): boolean {
    if (this.peek().text !== '(' || this.peek().kind !== 'punctuation') return false
    const first = this.tokenAfter()
    const second = this.lookAt(first.end)
    return (first.text === ')' && second.text === '{') || (first.kind === 'name' && second.text === ':')
  }

  #parameter(): Parameter {
    const name = this.name()
    this.expect(':')
    if (this.accept('(')) {
      let depth = 1
      while (depth > 0) {
        const { text, kind } = this.next()
        if (kind === 'punctuation') depth += text === '(' ? 1 : text === ')' ? -1 : 0
      }
      return { name, type: 'table' }
    }
    const type = this.type()
    return this.accept('=') ? { name, type, defaultValue: this.expression() } : { name, type }
  }
}

// --- helpers ---

function settingText(value: Expression): string {
  if (value.kind === 'name') return value.name
  if (value.kind !== 'literal') return ''
  return value.type === 'timespan' ? formatTimespan(BigInt(value.value ?? 0)) : String(value.value)
}
