import type { QuerySource } from '@azmon/local'
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { z } from 'zod'
import { answer } from '../answer'
import { lastMinutes } from './last-minutes'
import { READ_ONLY } from './read-only'

export function addRecentFailuresTool(server: McpServer, source: QuerySource): void {
  server.registerTool(
    'recent_failures',
    {
      title: 'Show recent failures',
      description:
        'Returns the failed requests, failed calls to others, exceptions and error logs of the last minutes, grouped, most ' +
        'frequent first, each with the operation_Id of its newest occurrence for the tool transaction.',
      inputSchema: {
        minutes: z.number().int().min(1).default(60).describe('how far to look back'),
      },
      annotations: READ_ONLY,
    },
    ({ minutes }, { signal }) =>
      answer(() => {
        const timeRange = lastMinutes(minutes)
        const sections = QUERIES.map(async ({ title, text }) => ({
          title,
          result: await source.query({ text: `${text}\n| top ${MAX_GROUPS} by count_`, timeRange, signal }),
        }))
        return Promise.all(sections)
      }),
  )
}

// --- helpers ---

const MAX_GROUPS = 20
const NEWEST = 'arg_max(timestamp, operation_Id)'

const QUERIES = [
  {
    title: 'Failed requests',
    text: `requests
| where success =~ "False"
| summarize count_ = sum(itemCount), ${NEWEST} by cloud_RoleName, name, resultCode`,
  },
  {
    title: 'Failed calls',
    text: `dependencies
| where success =~ "False"
| summarize count_ = sum(itemCount), ${NEWEST} by cloud_RoleName, type, target, name, resultCode`,
  },
  {
    title: 'Exceptions',
    text: `exceptions
| summarize count_ = sum(itemCount), arg_max(timestamp, operation_Id, outerMessage) by cloud_RoleName, problemId, type`,
  },
  {
    title: 'Error logs',
    text: `traces
| where severityLevel >= 3
| summarize count_ = sum(itemCount), ${NEWEST} by cloud_RoleName, severityLevel, message`,
  },
] as const
