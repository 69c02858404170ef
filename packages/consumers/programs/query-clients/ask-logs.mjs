const credential = {
  getToken: async () => ({ token: process.env.TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 }),
}
const RESOURCE = '/subscriptions/s/resourceGroups/g/providers/microsoft.insights/components/shop'
const HOUR = { duration: 'PT1H' }

/** Asks with a LogsQueryClient of either package, and prints what its user gets. */
export async function askLogs(LogsQueryClient, options) {
  const client = new LogsQueryClient(credential, options)
  const query = 'AppTraces | sort by TimeGenerated asc | project Message, Properties, TimeGenerated'
  const workspace = await client.queryWorkspace('w', query, HOUR, {
    serverTimeoutInSeconds: 20,
    includeQueryStatistics: true,
  })
  const [table] = workspace.tables
  const chart = 'traces | summarize count() by message | render barchart with (title="Logs")'
  const resource = await client.queryResource(RESOURCE, chart, HOUR, { includeVisualization: true })
  const interval = { startTime: new Date(0), endTime: new Date(1_000_000_000) }
  const old = await client.queryWorkspace('w', 'AppTraces | count', interval, { additionalWorkspaces: ['w2'] })
  const partial = await client.queryWorkspace('w', 'set truncationmaxrecords=1; AppTraces | project Message', HOUR)
  const batch = await client.queryBatch([
    { workspaceId: 'w', query: 'AppTraces | count', timespan: HOUR },
    { workspaceId: 'w', query: 'wrong query', timespan: HOUR },
  ])
  const refused = await client.queryWorkspace('w', 'AppTraces | wher 1', HOUR).catch((error) => error)
  process.stdout.write(
    JSON.stringify({
      columns: table.columnDescriptors,
      rows: table.rows.map(([message, properties, time]) => [message, properties.card, time instanceof Date]),
      hasStatistics: workspace.statistics?.query?.executionTime > 0,
      visualization: [resource.visualization.visualization, resource.visualization.title],
      old: old.tables[0].rows,
      partial: [partial.status, partial.partialTables?.[0].rows.length, partial.partialError?.code],
      batch: batch.map(({ status }) => status),
      refused: [refused.statusCode, refused.code],
    }),
  )
}
