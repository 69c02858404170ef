/** Keywords. A column with such a name must be written in brackets. */
export const RESERVED = new Set(['first', 'last', 'missing'])

export const ADDITIVE = ['+', '-']

export const MULTIPLICATIVE = ['*', '/', '%']

export const MEMBERSHIP = new Set(['in', '!in', 'in~', '!in~', 'has_any', 'has_all'])

export const COMPARISONS = new Set(
  (
    '== != <> < <= > >= =~ !~ matches has !has has_cs !has_cs hasprefix !hasprefix hasprefix_cs !hasprefix_cs ' +
    'hassuffix !hassuffix hassuffix_cs !hassuffix_cs contains !contains contains_cs !contains_cs containscs ' +
    'startswith !startswith startswith_cs !startswith_cs endswith !endswith endswith_cs !endswith_cs like notlike :'
  ).split(' '),
)

/** Operators that are words. A column with such a name must be written in brackets. */
export const OPERATOR_WORDS: ReadonlySet<string> = new Set(
  [...MEMBERSHIP, ...COMPARISONS].filter((operator) => /^[a-z]/.test(operator)),
)

/** Words that may follow an expression. KQL knows them in lower case only. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  ...OPERATOR_WORDS,
  ...['and', 'or', 'by', 'asc', 'desc', 'between', 'on', 'with', 'to', 'step'],
])

/** Functions that name a resource, which has tables. */
export const RESOURCES: ReadonlySet<string> = new Set(['app', 'workspace', 'resource', 'cluster', 'database'])

export const BOOLS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
])
