import type { DuckDBConnection } from '@duckdb/node-api'
import { applicationInsightsSchema, type ColumnType, type TableName, type TableSchema } from '../../src'

/** The time of `now()` in the queries over {@link SHOP}. */
export const NOON_MS = Date.UTC(2026, 2, 1, 12)

type Values = Readonly<Record<string, string | number | object>>

/** A morning of a shop: a few rows of each table, so that results can be computed by hand. */
export const SHOP: { readonly [T in TableName]?: readonly Values[] } = {
  requests: [
    request('10:01', 'GET /', 100, 200, 'o1', {
      user_Id: 'ada',
      client_CountryOrRegion: 'Norway',
      ...score(10, 'chess'),
    }),
    request('10:05', 'GET /', 200, 200, 'o2', {
      user_Id: 'bob',
      client_CountryOrRegion: 'Norway',
      itemCount: 2,
      ...score(20, 'chess'),
    }),
    request('10:09', 'GET /', 600, 500, 'o3', { user_Id: 'ada', client_CountryOrRegion: 'Chile', ...score(30, 'go') }),
    request('10:31', 'POST /pay', 400, 402, 'o4', { user_Id: 'eve', client_CountryOrRegion: 'Chile', itemCount: 4 }),
    request('10:32', 'POST /pay', 800, 200, 'o5', { user_Id: 'ada' }),
    request('10:39', 'POST /pay', 50, 503, 'o6', { user_Id: 'eve', client_CountryOrRegion: 'Norway', itemCount: 2 }),
    // 16 hours before noon
    { ...request('10:00', 'GET /', 5000, 500, 'o7', { user_Id: 'bob' }), timestamp: '2026-02-28 20:00' },
  ],
  dependencies: [
    dependency('10:01:10', 'SQL', 20, true, 1),
    dependency('10:01:50', 'SQL', 60, false, 3),
    dependency('10:02:00', 'HTTP', 100, false, 1),
    dependency('10:06:00', 'HTTP', 300, true, 2),
  ],
  exceptions: [
    exception('10:09', 'TypeError at pay', 'o3', 1),
    exception('10:31', 'CardError at charge', 'o4', 4),
    exception('10:33', 'ReferenceError at draw', 'o8', 2, 'Firefox 140'),
    exception('10:34', 'ReferenceError at draw', 'o9', 1, 'Firefox 140'),
    exception('10:34', 'Script error', 'o9', 5, 'Safari 18'),
  ],
  traces: [
    trace('09:30', 'Started', 1, '', 1),
    trace('10:10', 'Card declined', 3, 'o4', 2),
    trace('10:20', 'No gateway', 4, 'o6', 1),
    trace('10:50', 'Retry', 2, 'o6', 3),
  ],
  performanceCounters: [
    counter('10:00:10', 'Processor', '% Processor Time', 10),
    counter('10:00:40', 'Processor', '% Processor Time', 20),
    counter('10:01:00', 'Processor', '% Processor Time', 40),
    counter('10:01:00', 'Memory', 'Available Bytes', 1e9),
  ],
  availabilityResults: [
    { ...at('10:01'), name: 'home', location: 'Oslo', success: 'True' },
    { ...at('10:03'), name: 'home', location: 'Oslo', success: 'False' },
    { ...at('10:02'), name: 'home', location: 'Lima', success: 'True' },
    { ...at('10:06'), name: 'home', location: 'Lima', success: 'True' },
  ],
  pageViews: [{ ...at('10:00'), itemType: 'pageView', id: 'v1', name: 'Home', operation_Id: 'o1', itemCount: 1 }],
}

/** Creates all tables of Application Insights, as the store of azmon local does, and fills them. */
export async function createTables(connection: DuckDBConnection, rows: typeof SHOP): Promise<void> {
  for (const [table, { columns }] of Object.entries<TableSchema>(applicationInsightsSchema)) {
    await connection.run(`CREATE TABLE "${table}" (${columns.map(({ name, type }) => `"${name}" ${TYPES[type]}`)})`)
    for (const row of rows[table as TableName] ?? []) {
      const names = Object.keys(row).map((name) => `"${name}"`)
      await connection.run(`INSERT INTO "${table}" (${names}) VALUES (${Object.values(row).map(sqlValue)})`)
    }
  }
}

// --- helpers, in order of use ---

function at(clock: string) {
  return { timestamp: `2026-03-01 ${clock}` }
}

function request(clock: string, name: string, duration: number, code: number, operation_Id: string, more: Values) {
  return {
    ...at(clock),
    itemType: 'request',
    id: `r-${operation_Id}`,
    name,
    operation_Name: name,
    operation_Id,
    duration,
    performanceBucket: duration < 250 ? '<250ms' : duration < 500 ? '250ms-500ms' : '500ms-1sec',
    resultCode: String(code),
    success: code < 400 ? 'True' : 'False',
    itemCount: 1,
    ...more,
  }
}

function score(points: number, game: string) {
  return { customMeasurements: { score: points }, customDimensions: { game } }
}

function dependency(clock: string, type: string, duration: number, isSuccess: boolean, itemCount: number) {
  const success = isSuccess ? 'True' : 'False'
  return {
    ...at(clock),
    itemType: 'dependency',
    id: `d-${clock}`,
    name: type,
    operation_Id: 'o1',
    operation_ParentId: 'r-o1',
    type,
    duration,
    success,
    itemCount,
  }
}

function exception(clock: string, problemId: string, operation_Id: string, itemCount: number, client_Browser = '') {
  return { ...at(clock), problemId, type: problemId.split(' ')[0]!, operation_Id, itemCount, client_Browser }
}

function trace(clock: string, message: string, severityLevel: number, operation_Id: string, itemCount: number) {
  return { ...at(clock), message, severityLevel, operation_Id, itemCount }
}

function counter(clock: string, category: string, name: string, value: number) {
  return { ...at(clock), category, counter: name, name, value }
}

const TYPES: Readonly<Record<ColumnType, string>> = {
  string: "VARCHAR NOT NULL DEFAULT ''",
  guid: 'VARCHAR',
  int: 'INTEGER',
  long: 'BIGINT',
  real: 'DOUBLE',
  datetime: 'TIMESTAMP',
  dynamic: 'JSON',
  bool: 'BOOLEAN',
}

function sqlValue(value: string | number | object): string {
  if (typeof value === 'number') return String(value)
  return `'${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll("'", "''")}'`
}
