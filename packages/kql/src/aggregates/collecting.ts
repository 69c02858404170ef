import type { Bound } from '../binding/bound'
import { toJson } from '../binding/text'
import { type Sql, sql } from '../sql/sql'
import { type AggregateEntry, aggregate } from './entry'

export const COLLECTING_AGGREGATES: readonly AggregateEntry[] = [
  ...collector(
    'make_list',
    'list',
    'An array of the values. Nulls are dropped, arrays are flattened.',
    ['makelist'],
    listOf,
  ),
  aggregate(
    'make_list_with_nulls(value: any): dynamic',
    'An array of the values, including nulls. Arrays are flattened.',
    {
      prefix: 'list',
      sql: (_, { args: [value], order }) => {
        const cell = sql`coalesce(${toJson(value!)}, 'null'::JSON)`
        const list =
          value!.type === 'dynamic' ? sql`flatten(list(${elementsOf(cell)}${order}))` : sql`list(${cell}${order})`
        return sql`coalesce(to_json(${list}), '[]'::JSON)`
      },
    },
  ),
  ...collector('make_set', 'set', 'An array of the distinct values. Nulls are dropped.', ['makeset'], setOf),
  ...collector(
    'make_bag',
    'bag',
    'A bag of the members of all bags. If a name occurs twice, the first value is kept.',
    ['make_dictionary'],
    bagOf,
  ),
]

// --- helpers, in order of use ---

type Collect = (value: Bound, filter: Sql, order: Sql) => Sql

/** The aggregate and its form with a condition. */
function collector(
  name: string,
  prefix: string,
  doc: string,
  deprecatedNames: readonly string[],
  collect: Collect,
): readonly AggregateEntry[] {
  const limited = (array: Sql, limit: Sql | undefined) =>
    limit === undefined
      ? sql`coalesce(to_json(${array}), '[]'::JSON)`
      : sql`coalesce(to_json(list_slice(${array}, 1, ${limit})), '[]'::JSON)`
  const isBag = name === 'make_bag'
  const finish = (value: Sql, limit: Sql | undefined) =>
    isBag ? sql`coalesce(to_json(${value}), '{}'::JSON)` : limited(value, limit)
  return [
    aggregate(`${name}(value: any, maxSize?: long): dynamic`, doc, {
      prefix,
      deprecatedNames,
      sql: ([, limit], { args: [value], order }) => finish(collect(value!, sql``, order), limit),
    }),
    aggregate(
      `${name}_if(value: any, condition: bool, maxSize?: long): dynamic`,
      `${doc} Uses only rows for which a condition is true.`,
      {
        prefix,
        deprecatedNames: [`${name}if`],
        sql: ([, test, limit], { args: [value], order }) => finish(collect(value!, sql` AND (${test!})`, order), limit),
      },
    ),
  ]
}

/** Drops nulls, except those of dynamic values. */
function listOf(value: Bound, filter: Sql, order: Sql): Sql {
  if (value.type !== 'dynamic') return sql`list(${toJson(value)}${order}) FILTER (${value.sql} IS NOT NULL${filter})`
  return sql`flatten(list(${elementsOf(sql`coalesce(${value.sql}, 'null'::JSON)`)}${order}) FILTER (true${filter}))`
}

function setOf(value: Bound, filter: Sql, order: Sql): Sql {
  const all = listOf(value, filter, order)
  return sql`list_filter(${all}, (e, i) -> list_position(${all}, e) = i)`
}

function bagOf(value: Bound, filter: Sql, order: Sql): Sql {
  const bags = sql`list_reverse(list(TRY_CAST(${value.sql} AS MAP(VARCHAR, JSON))${order}) FILTER (json_type(${value.sql}) = 'OBJECT'${filter}))`
  return sql`list_reduce(list_prepend(MAP {}::MAP(VARCHAR, JSON), ${bags}), (a, b) -> map_concat(a, b))`
}

/** The elements of an array, or the value itself. */
function elementsOf(value: Sql): Sql {
  return sql`CASE WHEN json_type(${value}) = 'ARRAY' THEN TRY_CAST(${value} AS JSON[]) ELSE [${value}::JSON] END`
}
