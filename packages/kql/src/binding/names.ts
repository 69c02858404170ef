import { aggregateNamed } from '../aggregates/index'
import { KqlError, type Span } from '../errors'
import { functionNamed } from '../functions/index'
import type { Call, Expression } from '../syntax/ast'
import type { Scope } from './scope'

/**
 * Returns the column name that an expression without an explicit name implies, or undefined. The scope is needed because a
 * percentage may be a named constant.
 */
export function impliedName(expression: Expression, scope?: Scope): string | undefined {
  switch (expression.kind) {
    case 'name':
      return expression.name
    case 'member':
      return joined(impliedName(expression.base), expression.name)
    case 'index':
      return joined(
        impliedName(expression.base),
        expression.index.kind === 'literal' ? String(expression.index.value) : '',
      )
    case 'call':
      return callName(expression, scope)
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
    if (this.#taken.has(name)) throw new KqlError('SYNTAX', span, `There are two columns ${name}. Rename one of them.`)
    this.#taken.add(name)
    return name
  }

  implied(name: string | undefined): string {
    let free = name ?? `Column${++this.#unnamed}`
    for (let suffix = 1; this.#taken.has(free); suffix++)
      free = name === undefined ? `Column${++this.#unnamed}` : `${name}${suffix}`
    this.#taken.add(free)
    return free
  }

  has(name: string): boolean {
    return this.#taken.has(name)
  }
}

// --- helpers, in order of use ---

/** Joins the names of a path: `d.a` becomes `d_a`. If the base has no name, only the name of the member remains. */
function joined(base: string | undefined, name: string): string {
  return base === undefined ? name : `${base}_${name}`
}

function callName({ name, args }: Call, scope?: Scope): string | undefined {
  const names = args.map(({ value }) => impliedName(value))
  const aggregate = aggregateNamed(name)
  if (aggregate !== undefined)
    return aggregate.columnName(
      names.map((one) => one ?? ''),
      args.map(({ value }) => literalOf(value, scope)),
    )
  const implied = functionNamed(name)?.entry.implies
  switch (implied) {
    case undefined:
    case 'nothing':
      return undefined
    case 'first':
      return names[0]
    case 'only':
      return args.length === 1 ? names[0] : undefined
    case 'value':
      return args[0]?.value.kind === 'literal' ? String(args[0].value.value) : undefined
    default:
      return `${implied.prefix}_${names[0] ?? ''}`
  }
}

function literalOf(expression: Expression, scope: Scope | undefined): Expression {
  const found = expression.kind === 'name' ? scope?.find(expression.name) : undefined
  if (found?.kind !== 'scalar' || found.value.value === undefined) return expression
  const { type, value } = found.value
  return { kind: 'literal', type, value, start: expression.start, end: expression.end }
}
