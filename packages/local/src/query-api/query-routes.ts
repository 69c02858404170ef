import { KqlError } from '@azmon/kql'
import { type Context, Hono } from 'hono'
import { LocalError } from '../errors'
import type { QueryResult, QuerySource } from '../query/query-source'
import type { LocalEnv } from '../safety'

/** The query API of Application Insights. */
export function queryRoutes(source: QuerySource): Hono<LocalEnv> {
  const routes = new Hono<LocalEnv>()
  routes.post('/v1/apps/:app/query', async (c) => answer(c, source, await c.req.json()))
  return routes
}

// --- helpers, in order of use ---

async function answer(c: Context<LocalEnv>, source: QuerySource, { query }: { query: string }): Promise<Response> {
  try {
    return c.json(toTables(await source.query({ text: query, signal: c.req.raw.signal })))
  } catch (error) {
    if (error instanceof KqlError) return c.json({ error: badRequest(error) }, 400)
    if (error instanceof LocalError) return c.json({ error: { code: error.code, message: error.message } }, 504)
    throw error
  }
}

function toTables({ columns, rows }: QueryResult): object {
  const names = columns.map(({ name, type }) => ({ name, type }))
  const isDynamic = columns.map(({ type }) => type === 'dynamic')
  const values = rows.map((row) =>
    row.map((value, index) => (isDynamic[index] && value !== null ? JSON.stringify(value) : value)),
  )
  return { tables: [{ name: 'PrimaryResult', columns: names, rows: values }] }
}

function badRequest({ code, message, line, column, length }: KqlError): object {
  return {
    code: 'BadArgumentError',
    message: 'The request had some invalid properties',
    innererror: { code, message, line, pos: column, length },
  }
}
