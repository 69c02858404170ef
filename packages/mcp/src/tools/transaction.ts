import type { QuerySource } from '@azmon/local'
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { z } from 'zod'
import { answer } from '../answer'
import { READ_ONLY } from './read-only'

export function addTransactionTool(server: McpServer, source: QuerySource): void {
  server.registerTool(
    'transaction',
    {
      title: 'Read one transaction',
      description:
        'Returns everything that happened in one operation (a distributed trace), in the order of time: requests, calls, logs, ' +
        'exceptions and events of all roles. operation_ParentId is the id of the request or call in which a row happened.',
      inputSchema: {
        operationId: z
          .string()
          .regex(/^[\w.|-]{1,128}$/)
          .describe('an operation_Id, as the other tools return it'),
      },
      annotations: READ_ONLY,
    },
    ({ operationId }, { signal }) =>
      answer(async () => {
        const result = await source.query({ text: transactionQuery(operationId), maxRows: MAX_ROWS, signal })
        return [{ title: `Operation ${operationId}`, result }]
      }),
  )
}

// --- helpers ---

const MAX_ROWS = 300

function transactionQuery(operationId: string): string {
  return `union requests, dependencies, traces, exceptions, customEvents, pageViews, availabilityResults
| where operation_Id == "${operationId}"
| project timestamp, itemType, cloud_RoleName, name, message, type, outerMessage, target, data, success, resultCode, duration,
    severityLevel, id, operation_ParentId, customDimensions
| sort by timestamp asc`
}
