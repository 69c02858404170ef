import { aggregateNamed } from '../aggregates/index'
import { KqlError, type Span } from '../errors'
import { functionNamed } from '../functions/index'
import type { Expression } from '../syntax/ast'

/** The name of a column that comes from an expression without a name, or undefined. */
export function impliedName(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'name':
      return expression.name
    case 'member': {
      const base = impliedName(expression.base)
      return base === undefined ? undefined : `${base}_${expression.name}`
    }
    case 'index': {
      const base = impliedName(expression.base)
      const { index } = expression
      return base === undefined || index.kind !== 'literal' ? undefined : `${base}_${String(index.value)}`
    }
    case 'call': {
      const aggregate = aggregateNamed(expression.name)
      const [first, second] = expression.args
      if (aggregate !== undefined) {
        const name = first === undefined ? '' : (impliedName(first.value) ?? '')
        const prefix = aggregate === 'columns' ? expression.name : aggregate.prefix
        if (expression.name === 'percentile' && second?.value.kind === 'literal')
          return `${prefix}_${name}_${String(second.value.value)}`
        return expression.name === 'count'
          ? 'count_'
          : `${prefix}_${expression.name.startsWith('covariance') && second !== undefined ? `${name}_${impliedName(second.value) ?? ''}` : name}`
      }
      const entry = functionNamed(expression.name)?.entry
      return entry?.keepsName === true && first !== undefined ? impliedName(first.value) : undefined
    }
    default:
      return undefined
  }
}

/** Makes the names of columns unique: a name that is taken gets the suffix 1, 2 and so on. */
export class Names {
  readonly #taken = new Set<string>()
  #unnamed = 0

  constructor(taken: Iterable<string> = []) {
    for (const name of taken) this.#taken.add(name)
  }

  /** Reserves a name that is written in the query. */
  explicit(name: string, span: Span): string {
    if (this.#taken.has(name))
      throw new KqlError('SYNTAX', span, `There are two columns ${name}. Give one another name.`)
    this.#taken.add(name)
    return name
  }

  implied(name: string | undefined, prefix = 'Column'): string {
    if (name === undefined) return this.implied(`${prefix}${++this.#unnamed}`)
    let free = name
    for (let suffix = 1; this.#taken.has(free); suffix++) free = `${name}${suffix}`
    this.#taken.add(free)
    return free
  }

  has(name: string): boolean {
    return this.#taken.has(name)
  }
}
