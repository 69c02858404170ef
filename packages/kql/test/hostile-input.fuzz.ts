import { fuzz, stringsLike } from '@azmon/testkit/fuzz'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { applicationInsightsSchema, compile, complete, hover, KqlError, statementAt, tokens } from '../src'

const QUERIES = [
  'requests | where timestamp > ago(1h) and success == false | summarize count(), avg(duration) by bin(timestamp, 5m), name',
  'let f = (x: long) { x + 1 }; datatable(a: long, b: string)[1, \'x\', 2, @"y"] | extend c = f(a), d = dynamic({"k": [1, 2]}).k[0]',
  'union requests, (exceptions | project operation_Id) | join kind=inner (traces) on operation_Id | mv-expand customDimensions',
  "print a = extract('(.)', 1, 'x'), b = split('a,b', ','), c = datetime(2021-01-01) - 1d, d = iff(1 > 2, 'a', 'b')",
  "requests | parse url with 'https://' host '/' rest | make-series n = count() default=0 on timestamp from ago(1d) to now() step 1h by host",
  'requests | evaluate bag_unpack(customDimensions) | top-nested 2 of name by count() | search "x"',
]

/** Text that would do harm if it became SQL. */
const TRICKS = [
  "'; DROP TABLE requests; --",
  "') UNION SELECT * FROM duckdb_settings() --",
  "\"); ATTACH '/tmp/x'; --",
  "read_text('/etc/passwd')",
  'read_csv',
  'main.requests',
  'information_schema.tables',
  'duckdb_settings',
  'query',
  'getenv',
  'pragma_version',
  '["a"";b"]',
  "['x\\'y']",
  '$$',
  '\0',
  '/*',
  '--',
  '?1',
  '$1',
]

/** Sequences of the words of KQL, names of the schema, literals and tricks. */
const sentences = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'requests traces | where project extend summarize by join on kind = inner ( ) [ ] , ; let print union take sort range from to step count() strlen tostring bin 1d now() == != and or has in between .. * - "a" \'b\' 1 2.5 name duration customDimensions datatable : string long evaluate search parse with mv-expand dynamic { }'.split(
          ' ',
        ),
      ),
      fc.constantFrom(...TRICKS),
      fc.constantFrom(...TRICKS.map((trick) => JSON.stringify(trick))),
    ),
    { maxLength: 30 },
  )
  .map((words) => words.join(' '))

const hostile = fc.oneof(stringsLike(...QUERIES), sentences)

describe('the compiler', () => {
  fuzz(
    'a query',
    hostile,
    (text) => {
      try {
        const compiled = compile(text, applicationInsightsSchema, { nowMs: 0 })
        return 'schemaQuery' in compiled ? compiled.schemaQuery : compiled.sql
      } catch (error) {
        if (error instanceof KqlError) return undefined
        throw error
      }
    },
    (statement) => statement !== undefined && expectHarmless(statement),
    100,
  )
})

describe('the editor', () => {
  const at = (text: string) => Math.floor(text.length / 2)
  fuzz('the tokens of a text', hostile, tokens, undefined, 100)
  fuzz(
    'the completions at an offset',
    hostile,
    (text) => complete(text, at(text), applicationInsightsSchema),
    undefined,
    100,
  )
  fuzz('the hover at an offset', hostile, (text) => hover(text, at(text), applicationInsightsSchema), undefined, 100)
  fuzz('the statement at an offset', hostile, (text) => statementAt(text, at(text)), undefined, 100)
})

// --- helpers, in order of use ---

/** Statements are read by DuckDB itself at the end, because that is slow. Names are looked for in each. */
function expectHarmless(statement: string): void {
  const outside = statement.replace(/'(?:[^']|'')*'/g, "''")
  expect(outside).not.toMatch(
    /;|--|\/\*|\$|\b(?:read_\w+|duckdb_\w+|pragma\w*|getenv|query|attach|copy|install|load|glob|information_schema|sniff_csv)\b/i,
  )
  const tables = [...outside.matchAll(/\bmain\."(\w+)"/g)].map(([, name]) => name)
  expect(tables.filter((name) => !Object.hasOwn(applicationInsightsSchema, name!))).toEqual([])
  statements.add(statement)
}

const statements = new Set<string>()

describe('DuckDB', () => {
  it('reads each statement as one SELECT over the tables of the schema', async () => {
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    const read = [...statements].slice(0, MOST)
    statements.clear()
    for (const statement of read) {
      const reader = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [statement])
      const tree = JSON.parse(String(reader.getRows()[0]?.[0]))
      expect(tree).toMatchObject({ error: false, statements: [{ node: {} }] })
      expect(tree.statements).toHaveLength(1)
      for (const [, schema, table] of JSON.stringify(tree).matchAll(
        /"schema_name":"([^"]*)","table_name":"([^"]*)"/g,
      )) {
        const isKnown = schema === 'main' ? Object.hasOwn(applicationInsightsSchema, table!) : /^r\d+$/.test(table!)
        expect({ schema, table, isKnown }).toMatchObject({ isKnown: true })
      }
    }
    connection.closeSync()
  })
})

const MOST = 2_000
