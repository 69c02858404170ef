import type { QuerySource } from '@azmon/local'
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { z } from 'zod'
import { answer } from '../answer'
import { lastMinutes } from './last-minutes'
import { READ_ONLY } from './read-only'

export function addQueryTool(server: McpServer, source: QuerySource): void {
  server.registerTool(
    'query',
    {
      title: 'Query telemetry',
      description:
        'Answers a query in KQL (Kusto), such as: requests | where success == "False" | summarize count() by name, resultCode. ' +
        'Count with sum(itemCount), because a row may stand for several items. Properties of the program are in customDimensions.',
      inputSchema: {
        query: z.string().min(1).max(20_000).describe('the query in KQL'),
        minutes: z.number().int().min(1).optional().describe('only rows of the last minutes; all if it is missing'),
        maxRows: z.number().int().min(1).max(500).default(50).describe('the most rows to return'),
      },
      annotations: READ_ONLY,
    },
    ({ query, minutes, maxRows }, { signal }) =>
      answer(async () => {
        const result = await source.query({ text: query, timeRange: lastMinutes(minutes), maxRows, signal })
        return [{ title: 'Rows', result }]
      }),
  )
}
