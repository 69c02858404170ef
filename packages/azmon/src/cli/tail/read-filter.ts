import { nearestName } from '@azmon/core/adapter'
import { quoted } from '@azmon/core/command-line'
import { DEFAULT_KINDS, KINDS, type TailFilter } from './tail-query'

export interface FilterOptions extends Omit<TailFilter, 'kinds' | 'roles'> {
  /** Separated by commas. */
  readonly kind: string | undefined
  /** Separated by commas. */
  readonly role: string | undefined
}

/** Returns the filter of the options, or what is wrong with them. */
export function readFilter(options: FilterOptions): TailFilter | { readonly problem: string } {
  const { kind, role, level, text, operation, where } = options
  const kinds = listOf(kind) ?? DEFAULT_KINDS
  const unknown = kinds.find((name) => !KINDS.some((known) => known === name))
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, KINDS)
    const advice = nearest === undefined ? `The tables are ${KINDS.join(', ')}.` : `Did you mean ${nearest}?`
    return { problem: `--kind: ${quoted(unknown)} is not a table. ${advice}` }
  }
  return { kinds, roles: listOf(role) ?? [], level, text, operation, where }
}

// --- helpers ---

function listOf(text: string | undefined): readonly string[] | undefined {
  return text?.split(',').map((part) => part.trim())
}
