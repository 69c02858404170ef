import type { FilterField } from '../state/scope'

/** Reads `name=value`. The names role, kind, level, result, op and problem mean columns, all others are properties. */
export function parseFilter(text: string): { readonly field: FilterField; readonly value: string } | undefined {
  const [, prefix = '', name, value = ''] = /^\s*(p\.)?([\w.@-]+)\s*={1,2}\s*(.*?)\s*$/s.exec(text) ?? []
  if (name === undefined) return undefined
  const isColumn = prefix === '' && /^(role|kind|level|result|op|problem)$/.test(name)
  const unquoted = value.replace(/^(["'])(.*)\1$/s, '$2')
  return { field: (isColumn ? name : `p.${name}`) as FilterField, value: unquoted }
}
