import { KqlError } from '../errors'
import { joinSql, type Sql, sql } from '../sql/sql'
import { arrayLength, elements, isNumberElement } from './array-elements'
import { type FunctionEntry, scalar } from './entry'

export const ARRAY_SORT_FUNCTIONS: readonly FunctionEntry[] = [
  sorting('array_sort_asc', 'from the smallest', sql`'ASC'`, ['array_sort_asc(dynamic([2, null, 1]))', '[1,2,null]']),
  sorting('array_sort_desc', 'from the largest', sql`'DESC'`, ['array_sort_desc(dynamic([1, 2]))', '[2,1]']),
]

// --- helpers, in order of use ---

function sorting(name: string, order: string, direction: Sql, example: FunctionEntry['example']): FunctionEntry {
  const doc = `Sorts an array ${order}, and reorders further arrays to match. Nulls come last unless the last argument is false.`
  return scalar(`${name}(array: dynamic, ...more: any): dynamic`, doc, {
    repeats: true,
    several: (names, args) => {
      const count = args.at(-1)!.type === 'bool' ? args.length - 1 : args.length
      if (count === 1) return undefined
      return Array.from({ length: count }, (_, index) => ({
        name: `${names[index] ?? `array${index}`}_sorted`,
        type: 'dynamic',
      }))
    },
    sql: (values, { args, call }) => {
      const hasNullsLast = args.length > 1 && args.at(-1)!.type === 'bool'
      const arrays = hasNullsLast ? values.slice(0, -1) : values
      if (args.slice(0, arrays.length).some(({ type }) => type !== 'dynamic'))
        throw new KqlError('TYPE', call, `${name}() expects dynamic arrays, and a bool as last argument.`)
      const positions = sortedPositions(arrays[0]!, direction, hasNullsLast ? values.at(-1)! : sql`true`)
      const size = arrayLength(arrays[0]!)
      const sorted = arrays.map(
        (array) =>
          sql`CASE WHEN ${arrayLength(array)} = ${size} THEN to_json(list_transform(${positions}, p -> ${elements(array)}[p])) END`,
      )
      return sorted.length === 1 ? sorted[0]! : sql`to_json([${joinSql(sorted)}])`
    },
    example,
  })
}

/** Numbers come before strings, and strings before other elements, in both directions. Equal elements keep their order. */
function sortedPositions(array: Sql, direction: Sql, nullsLast: Sql): Sql {
  const list = elements(array)
  const all = sql`range(1, ${arrayLength(array)} + 1)`
  const sorted = (isOfKind: Sql, key: Sql) =>
    sql`list_transform(list_sort(list_transform(list_filter(${all}, p -> ${isOfKind}), p -> {'k': ${key}, 'p': ${direction === sql`'ASC'` ? sql`p` : sql`-p`}}), ${direction}), s -> abs(s.p))`
  const type = sql`json_type(${list}[p])`
  const text = sql`json_extract_string(${list}[p], '$')`
  const numbers = sorted(isNumberElement(sql`${list}[p]`), sql`TRY_CAST(${text} AS DOUBLE)`)
  const strings = sorted(sql`${type} = 'VARCHAR'`, text)
  const others = sql`list_filter(${all}, p -> ${type} IN ('BOOLEAN', 'ARRAY', 'OBJECT'))`
  const nulls = sql`list_filter(${all}, p -> coalesce(${type}, 'NULL') = 'NULL')`
  const values = sql`list_concat(list_concat(${numbers}, ${strings}), ${others})`
  return sql`CASE WHEN ${nullsLast} THEN list_concat(${values}, ${nulls}) ELSE list_concat(${nulls}, ${values}) END`
}
