import type { FunctionLiteral } from '../syntax/ast'
import type { Bound } from './bound'
import type { Relation } from './relation'

export type Definition =
  | { readonly kind: 'scalar'; readonly value: Bound }
  | { readonly kind: 'table'; readonly relation: () => Relation }
  | { readonly kind: 'function'; readonly literal: FunctionLiteral; readonly scope: Scope }

/** The names that `let` and the parameters of a function define. Names of the enclosing scope are visible, too. */
export class Scope {
  readonly #names = new Map<string, Definition>()
  readonly #outer: Scope | undefined

  constructor(outer?: Scope) {
    this.#outer = outer
  }

  define(name: string, definition: Definition): void {
    this.#names.set(name, definition)
  }

  find(name: string): Definition | undefined {
    return this.#names.get(name) ?? this.#outer?.find(name)
  }

  /** All visible names. */
  names(): readonly string[] {
    return [...this.#names.keys(), ...(this.#outer?.names() ?? [])]
  }
}
