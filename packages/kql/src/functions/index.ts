import { ARRAY_FUNCTIONS } from './array'
import { ARRAY_MOVE_FUNCTIONS } from './array-move'
import { ARRAY_SEARCH_FUNCTIONS } from './array-search'
import { ARRAY_SORT_FUNCTIONS } from './array-sort'
import { BAG_FUNCTIONS } from './bag'
import { BASE64_FUNCTIONS } from './base64'
import { BINARY_FUNCTIONS } from './binary'
import { CONDITIONAL_FUNCTIONS } from './conditional'
import { CONVERSION_FUNCTIONS } from './conversion'
import { DATETIME_FUNCTIONS } from './datetime'
import { DATETIME_ARITHMETIC_FUNCTIONS } from './datetime-arithmetic'
import { DATETIME_BOUND_FUNCTIONS } from './datetime-bounds'
import { DATETIME_MAKE_FUNCTIONS } from './datetime-make'
import { ENCODING_FUNCTIONS } from './encoding'
import type { FunctionEntry } from './entry'
import { FORMAT_FUNCTIONS } from './format'
import { HASH_FUNCTIONS } from './hash'
import { IPV4_FUNCTIONS } from './ipv4'
import { IPV4_TEXT_FUNCTIONS } from './ipv4-text'
import { MATH_FUNCTIONS } from './math'
import { REGEX_FUNCTIONS } from './regex'
import { SEARCH_FUNCTIONS } from './search-text'
import { SERIES_FUNCTIONS } from './series'
import { SERIES_FILL_FUNCTIONS } from './series-fill'
import { SERIES_STATISTICS_FUNCTIONS } from './series-statistics'
import { SET_FUNCTIONS } from './set'
import { SKETCH_FUNCTIONS } from './sketch'
import { STRING_FUNCTIONS } from './string'
import { TIME_ZONE_FUNCTIONS } from './time-zone'
import { URL_FUNCTIONS } from './url'
import { WINDOW_FUNCTIONS } from './window'
import { WINDOW_SESSION_FUNCTIONS } from './window-session'

/** The functions of each family, in the order of the docs. */
export const FUNCTION_FAMILIES: Readonly<Record<string, readonly FunctionEntry[]>> = {
  conversion: CONVERSION_FUNCTIONS,
  conditional: CONDITIONAL_FUNCTIONS,
  string: STRING_FUNCTIONS,
  search: SEARCH_FUNCTIONS,
  regex: REGEX_FUNCTIONS,
  url: URL_FUNCTIONS,
  encoding: [...ENCODING_FUNCTIONS, ...BASE64_FUNCTIONS],
  ipv4: [...IPV4_FUNCTIONS, ...IPV4_TEXT_FUNCTIONS],
  format: FORMAT_FUNCTIONS,
  math: MATH_FUNCTIONS,
  binary: BINARY_FUNCTIONS,
  hash: HASH_FUNCTIONS,
  datetime: [
    ...DATETIME_FUNCTIONS,
    ...DATETIME_BOUND_FUNCTIONS,
    ...DATETIME_ARITHMETIC_FUNCTIONS,
    ...DATETIME_MAKE_FUNCTIONS,
    ...TIME_ZONE_FUNCTIONS,
  ],
  array: [...ARRAY_FUNCTIONS, ...ARRAY_SEARCH_FUNCTIONS, ...ARRAY_SORT_FUNCTIONS, ...ARRAY_MOVE_FUNCTIONS],
  set: SET_FUNCTIONS,
  bag: BAG_FUNCTIONS,
  series: [...SERIES_FUNCTIONS, ...SERIES_FILL_FUNCTIONS, ...SERIES_STATISTICS_FUNCTIONS],
  window: [...WINDOW_FUNCTIONS, ...WINDOW_SESSION_FUNCTIONS],
  sketch: SKETCH_FUNCTIONS,
}

interface Found {
  readonly entry: FunctionEntry
  /** Whether it was found by a deprecated name. */
  readonly isDeprecated: boolean
}

export function functionNamed(name: string): Found | undefined {
  return byName().get(name)
}

export function functionNames(): readonly string[] {
  return [...byName().keys()]
}

// --- helpers ---

let names: Map<string, Found> | undefined

function byName(): Map<string, Found> {
  if (names !== undefined) return names
  names = new Map()
  for (const entry of Object.values(FUNCTION_FAMILIES).flat()) {
    for (const name of [entry.name, ...entry.aliases]) names.set(name, { entry, isDeprecated: false })
    for (const name of entry.deprecatedNames) names.set(name, { entry, isDeprecated: true })
  }
  return names
}
