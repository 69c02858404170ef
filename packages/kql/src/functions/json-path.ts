import type { Bound } from '../binding/bound'
import { KqlError, type Span } from '../errors'
import { type Sql, sql } from '../sql/sql'

/** Rejects a constant path that is not of the form `$.a.b`, `$['a b']` or `$.a[0]`. */
export function checkPath(path: Bound | undefined, span: Span): void {
  if (typeof path?.value === 'string' && !PATH.test(path.value)) {
    throw new KqlError(
      'ARGUMENTS',
      span,
      `${path.value} is not a supported JSON path. Write names and positions, such as $.a.b, $['a b'] or $.a[0].`,
    )
  }
}

/** The names of a constant path. Undefined if it has other parts. */
export function namesInPath(path: string): readonly string[] | undefined {
  if (!PATH.test(path)) return undefined
  const parts = path.match(/\.[^.[\]]+|\["[^"]*"\]|\['[^']*'\]|\[\d+\]/g) ?? []
  if (parts.length === 0 || parts.some((part) => /^\[\d/.test(part))) return undefined
  return parts.map((part) => (part.startsWith('.') ? part.slice(1) : part.slice(2, -2)))
}

/** The parts of a path, such as `.a`, `['a b']` and `[0]`. Null if it is not a path. */
export function pathParts(path: Sql): Sql {
  return sql`(CASE WHEN regexp_full_match(${path}, '[$](${PART})*') THEN regexp_extract_all(${path}, '${PART}') END)`
}

/** The name in a part. */
export function partName(part: Sql): Sql {
  return sql`CASE WHEN ${part}[1] = '.' THEN ${part}[2:] ELSE ${part}[3:-3] END`
}

/** The path in DuckDB's syntax. Null if it is not a path. */
export function duckDbPath(path: Sql): Sql {
  const name = sql`'."' || replace(${partName(sql`p`)}, '"', '\\"') || '"'`
  const part = sql`CASE WHEN regexp_full_match(p, '\\[\\d+\\]') THEN p ELSE ${name} END`
  return sql`('$' || array_to_string(list_transform(${pathParts(path)}, p -> ${part}), ''))`
}

// --- helpers ---

const PART = sql`[.][^.\\[\\]]+|\\["[^"]*"\\]|\\[''[^'']*''\\]|\\[\\d+\\]`
const PATH = /^\$(?:\.[^.[\]]+|\["[^"]*"\]|\['[^']*'\]|\[\d+\])*$/
