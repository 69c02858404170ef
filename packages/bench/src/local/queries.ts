/** A query that the page sends, and SQL for the same rows, as a user of DuckDB would write it. */
export interface PageQuery {
  readonly title: string
  readonly kind: 'search' | 'transaction'
  readonly kql: string
  readonly sql: string
}

const KINDS = ['requests', 'dependencies', 'traces', 'exceptions', 'customEvents'] as const

const COLUMNS = 'timestamp, itemType, cloud_RoleName, operation_Id, customDimensions'

const unionOf = (columns: string, where = 'true') =>
  KINDS.map((table) => `SELECT ${columns} FROM "${table}" WHERE ${where}`).join(' UNION ALL ')

/** Returns the queries, with the id of one operation of the telemetry. */
export function pageQueries(operationId: string): readonly PageQuery[] {
  const kinds = KINDS.join(', ')
  return [
    {
      title: 'the newest 200 of all kinds',
      kind: 'search',
      kql: `union ${kinds} | where timestamp > ago(1d) | top 200 by timestamp desc | project ${COLUMNS}, name, message, outerMessage`,
      sql: `SELECT * FROM (${unionOf(COLUMNS, `"timestamp" > ${YESTERDAY}`)}) ORDER BY "timestamp" DESC LIMIT 200`,
    },
    {
      title: 'all kinds over time',
      kind: 'search',
      kql: `union ${kinds} | where timestamp > ago(1d) | summarize count() by bin(timestamp, 30s), itemType`,
      sql: `SELECT time_bucket(INTERVAL 30 SECONDS, "timestamp") AS t, itemType, count(*)
        FROM (${unionOf('timestamp, itemType', `"timestamp" > ${YESTERDAY}`)}) GROUP BY ALL`,
    },
    {
      title: 'logs with a word',
      kind: 'search',
      kql: 'traces | where timestamp > ago(1d) and message has "declined" | top 200 by timestamp desc',
      sql: `SELECT * FROM traces WHERE "timestamp" > ${YESTERDAY} AND message ILIKE '%declined%' ORDER BY "timestamp" DESC LIMIT 200`,
    },
    {
      title: 'all kinds with a word',
      kind: 'search',
      kql: `union ${kinds} | where timestamp > ago(1d) and (message has "declined" or name has "declined" or outerMessage has "declined")
        | top 200 by timestamp desc | project ${COLUMNS}, name, message, outerMessage`,
      sql: `SELECT * FROM (
        SELECT ${COLUMNS}, message AS text FROM traces WHERE message ILIKE '%declined%'
        UNION ALL SELECT ${COLUMNS}, name FROM requests WHERE name ILIKE '%declined%'
        UNION ALL SELECT ${COLUMNS}, name FROM dependencies WHERE name ILIKE '%declined%'
        UNION ALL SELECT ${COLUMNS}, name FROM customEvents WHERE name ILIKE '%declined%'
        UNION ALL SELECT ${COLUMNS}, outerMessage FROM exceptions WHERE outerMessage ILIKE '%declined%'
      ) WHERE "timestamp" > ${YESTERDAY} ORDER BY "timestamp" DESC LIMIT 200`,
    },
    {
      title: 'logs with a property',
      kind: 'search',
      kql: 'traces | where timestamp > ago(1d) and customDimensions["card.brand"] == "amex" | top 200 by timestamp desc',
      sql: `SELECT * FROM traces WHERE "timestamp" > ${YESTERDAY} AND (customDimensions->>'$."card.brand"') = 'amex'
        ORDER BY "timestamp" DESC LIMIT 200`,
    },
    {
      title: 'failed requests by code',
      kind: 'search',
      kql: 'requests | where timestamp > ago(1d) and success == "False" | summarize count() by name, resultCode',
      sql: `SELECT name, resultCode, count(*) FROM requests WHERE "timestamp" > ${YESTERDAY} AND success = 'False' GROUP BY ALL`,
    },
    {
      title: 'durations by request',
      kind: 'search',
      kql: 'requests | where timestamp > ago(1d) | summarize count(), percentiles(duration, 50, 95, 99) by name',
      sql: `SELECT name, count(*), quantile_disc(duration, [0.5, 0.95, 0.99]) FROM requests WHERE "timestamp" > ${YESTERDAY} GROUP BY name`,
    },
    {
      title: 'one transaction',
      kind: 'transaction',
      kql: `union ${kinds} | where operation_Id == "${operationId}" | order by timestamp asc`,
      sql: `SELECT * FROM (${KINDS.map((table) => `SELECT * FROM "${table}" WHERE operation_Id = '${operationId}'`).join(' UNION ALL BY NAME ')})
        ORDER BY "timestamp"`,
    },
  ]
}

const YESTERDAY = '(now()::TIMESTAMP - INTERVAL 1 DAY)'
