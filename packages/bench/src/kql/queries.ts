/** A KQL query, and SQL for the same result, as a user of DuckDB would write it. */
export interface QueryPair {
  readonly title: string
  readonly kql: string
  readonly sql: string
}

export const PAIRS: readonly QueryPair[] = [
  {
    title: 'count by time bin',
    kql: 'requests | summarize count() by bin(timestamp, 1h)',
    sql: `SELECT time_bucket(INTERVAL 1 HOUR, "timestamp") AS t, count(*) FROM requests GROUP BY t`,
  },
  {
    title: 'percentiles by operation',
    kql: 'requests | summarize percentiles(duration, 50, 95, 99) by name',
    sql: `SELECT name, quantile_disc(duration, [0.5, 0.95, 0.99]) FROM requests GROUP BY name`,
  },
  {
    title: 'failures by result code',
    kql: 'requests | where success == "False" | summarize count() by resultCode',
    sql: `SELECT resultCode, count(*) FROM requests WHERE success = 'False' GROUP BY resultCode`,
  },
  {
    title: 'requests joined to exceptions',
    kql: 'requests | join kind=inner (exceptions | project operation_Id, type) on operation_Id | summarize count() by type',
    sql: `SELECT e.type, count(*) FROM requests r JOIN exceptions e ON r.operation_Id = e.operation_Id GROUP BY e.type`,
  },
  {
    title: 'a narrow time range',
    kql: 'requests | where timestamp >= datetime(2026-01-02) and timestamp < datetime(2026-01-02 01:00) | summarize count() by name',
    sql: `SELECT name, count(*) FROM requests WHERE "timestamp" >= '2026-01-02' AND "timestamp" < '2026-01-02 01:00' GROUP BY name`,
  },
  {
    title: 'the slowest 100',
    kql: 'requests | top 100 by duration desc | project timestamp, name, duration',
    sql: `SELECT "timestamp", name, duration FROM requests ORDER BY duration DESC LIMIT 100`,
  },
]
