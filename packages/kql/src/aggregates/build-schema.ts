import { identifier, type Sql, sql } from '../sql/sql'
import { type AggregateEntry, aggregate } from './entry'

export const SCHEMA_AGGREGATES: readonly AggregateEntry[] = [
  aggregate(
    'buildschema(value: dynamic): dynamic',
    'The types of the values, and those of the members of bags. Elements of arrays are under `indexer`.',
    {
      prefix: 'schema',
      sql: ([value]) => schemaOf(sql`list(${value!}::JSON) FILTER (json_type(${value!}) <> 'NULL')`, MAX_LEVELS),
    },
  ),
]

// --- helpers, in order of use ---

const MAX_LEVELS = 4
const TOO_DEEP = sql`error('buildschema() reads at most 4 levels of bags and arrays.')::JSON`

/** The schema of a list of JSON values: a type, an array of types, or a bag for bags and arrays. */
function schemaOf(values: Sql, levels: number): Sql {
  const [list, part] = [variable('l', levels), variable('p', levels)]
  const nested = sql`list_filter(${list}, e -> json_type(e) IN ('OBJECT', 'ARRAY'))`
  const bag = levels === 0 ? TOO_DEEP : container(list, levels)
  const parts = sql`list_concat(${scalarTypes(list, levels)}, CASE WHEN len(${nested}) > 0 THEN [${bag}] ELSE [] END)`
  const result = sql`CASE len(${part}) WHEN 0 THEN 'null'::JSON WHEN 1 THEN ${part}[1] ELSE to_json(${part}) END`
  // A lambda binds a value to a name, so that it is computed once.
  return sql`list_transform([coalesce(${values}, []::JSON[])], ${list} -> list_transform([${parts}], ${part} -> ${result})[1])[1]`
}

function scalarTypes(list: Sql, levels: number): Sql {
  const types = variable('t', levels)
  const type = sql`CASE json_type(e) WHEN 'VARCHAR' THEN 'string' WHEN 'BOOLEAN' THEN 'bool' WHEN 'DOUBLE' THEN 'double' ELSE 'long' END`
  const found = sql`list_transform(list_filter(${list}, e -> json_type(e) NOT IN ('OBJECT', 'ARRAY', 'NULL')), e -> ${type})`
  return sql`list_transform([${found}], ${types} -> list_transform(${distinct(types)}, e -> to_json(e)))[1]`
}

/** The elements without repetitions, in the order of their first appearance. */
function distinct(list: Sql): Sql {
  return sql`list_filter(${list}, (e, i) -> list_position(${list}, e) = i)`
}

/** A bag with the schema of each member of bags, and of the elements of arrays. */
function container(list: Sql, levels: number): Sql {
  const [keys, key, value] = [variable('n', levels), variable('k', levels), variable('v', levels)]
  const bags = sql`list_filter(${list}, e -> json_type(e) = 'OBJECT')`
  const arrays = sql`list_filter(${list}, e -> json_type(e) = 'ARRAY')`
  const path = sql`'$."' || replace(replace(${key}, '\\', '\\\\'), '"', '\\"') || '"'`
  const members = sql`list_filter(list_transform(${bags}, ${value} -> json_extract(${value}, ${path})), e -> json_type(e) <> 'NULL')`
  const elements = sql`list_filter(flatten(list_transform(${arrays}, e -> CAST(e AS JSON[]))), e -> json_type(e) <> 'NULL')`
  const names = sql`flatten(list_transform(${bags}, e -> json_keys(e)))`
  const entries = sql`list_transform([${names}], ${keys} -> list_transform(${distinct(keys)}, ${key} -> (${key}, ${schemaOf(members, levels - 1)})))[1]`
  const indexer = sql`CASE WHEN len(${arrays}) > 0 THEN [('\`indexer\`', ${schemaOf(elements, levels - 1)})] ELSE [] END`
  return sql`to_json(map_from_entries(list_concat(${entries}, ${indexer})))`
}

/** A name of a lambda, which differs from those of the other levels. */
function variable(letter: string, levels: number): Sql {
  return identifier(`${letter}${levels}`)
}
