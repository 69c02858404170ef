import { applicationInsightsSchema } from '@azmon/kql'
import type { QuerySource } from '@azmon/local'
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { answer } from '../answer'
import { READ_ONLY } from './read-only'

export function addSchemaTool(server: McpServer, source: QuerySource): void {
  server.registerTool(
    'schema',
    {
      title: 'Show tables, columns and properties',
      description:
        'Returns the tables with their columns and types, how many rows each has, and the names of the properties in ' +
        'customDimensions. Call it before you write a query.',
      inputSchema: {},
      annotations: READ_ONLY,
    },
    async (_, { signal }) => {
      const { content, ...others } = await answer(async () => {
        const [rows, properties] = await Promise.all([
          source.query({ text: ROWS, signal }),
          source.query({ text: PROPERTIES, maxRows: MAX_PROPERTIES, signal }),
        ])
        return [
          { title: 'Rows of each table', result: rows },
          { title: 'Properties in customDimensions', result: properties },
        ]
      })
      return { ...others, content: [{ type: 'text', text: COLUMNS }, ...content] }
    },
  )
}

// --- helpers, in order of use ---

const MAX_PROPERTIES = 200
const SAMPLED_ROWS = 20_000

const TABLES = Object.entries(applicationInsightsSchema).map(([name, { columns }]) => ({
  name,
  columns: columns.map((column) => `${column.name} ${column.type}`),
}))

const UNION = `union withsource=table_ ${TABLES.map(({ name }) => name).join(', ')}`

const ROWS = `${UNION}
| summarize rows_ = count(), oldest = min(timestamp), newest = max(timestamp) by table_`

const PROPERTIES = `${UNION}
| where isnotempty(customDimensions)
| take ${SAMPLED_ROWS}
| mv-expand key = bag_keys(customDimensions) to typeof(string)
| summarize rows_ = count(), example = take_any(tostring(customDimensions[key])) by table_, property = key
| sort by table_ asc, rows_ desc`

/** The columns of each table, and once those that all tables have. */
const COLUMNS = [
  'Columns of all tables:',
  common().join(', '),
  '',
  ...TABLES.map(({ name, columns }) => {
    const own = columns.filter((column) => !common().includes(column))
    return `${name}: ${own.join(', ')}`
  }),
].join('\n')

function common(): readonly string[] {
  const [first, ...others] = TABLES
  return (first?.columns ?? []).filter((column) => others.every(({ columns }) => columns.includes(column)))
}
