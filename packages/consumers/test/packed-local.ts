import { join } from 'node:path'
import { startProgram } from '@azmon/testkit'

/** A value of a row as the query API sends it, with `dynamic` parsed. */
export type Row = Readonly<Record<string, unknown>>

/** The local Application Insights of a consumer, in its own process. */
export interface PackedLocal extends AsyncDisposable {
  readonly url: string
  /** The environment for a program that sends there. */
  readonly env: Readonly<Record<string, string>>
  query(kql: string): Promise<readonly Row[]>
  /** Yields the data of the events with this name from the live stream, until the caller stops. */
  live(name: 'metrics' | 'documents' | 'stored'): AsyncGenerator<Row>
}

/** Starts the installed package in the folder of a consumer. */
export async function startPackedLocal(consumer: string): Promise<PackedLocal> {
  let onLine: (line: string) => void = () => {}
  const printed = new Promise<string>((resolve) => {
    onLine = resolve
  })
  const env = { XDG_STATE_HOME: join(consumer, 'state') }
  const server = startProgram(join(consumer, 'sdks/serve.cjs'), { env, onLine: (line) => onLine(line) })
  const failed = server.ended.then(({ stderr }) => Promise.reject(new Error(stderr)))
  failed.catch(() => {}) // when it ends as it should
  const { url, connectionString, caPath } = JSON.parse(await Promise.race([printed, failed])) as Printed
  return {
    url,
    env: { APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString, NODE_EXTRA_CA_CERTS: caPath },
    query: (kql) => query(url, kql),
    live: (name) => eventsOf(url, name),
    [Symbol.asyncDispose]: async () => {
      server.endInput()
      await server.ended
    },
  }
}

// --- helpers ---

interface Printed {
  readonly url: string
  readonly connectionString: string
  readonly caPath: string
}

async function query(url: string, text: string): Promise<readonly Row[]> {
  const response = await fetch(new URL('v1/apps/local/query', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: text }),
  })
  if (response.status !== 200) throw new Error(await response.text())
  const { tables } = (await response.json()) as { tables: { columns: Column[]; rows: unknown[][] }[] }
  const { columns = [], rows = [] } = tables[0] ?? {}
  return rows.map((row) =>
    Object.fromEntries(
      columns.map(({ name, type }, index) => [name, type === 'dynamic' ? parsed(row[index]) : row[index]]),
    ),
  )
}

interface Column {
  readonly name: string
  readonly type: string
}

function parsed(value: unknown): unknown {
  return typeof value === 'string' && value !== '' ? JSON.parse(value) : value
}

async function* eventsOf(url: string, wanted: string): AsyncGenerator<Row> {
  const { body } = await fetch(new URL('api/live', url))
  let text = ''
  for await (const chunk of body ?? []) {
    text += Buffer.from(chunk).toString()
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const [, name, data = ''] = /^event: (\w+)\ndata: (.+)$/.exec(block) ?? []
      if (name === wanted) yield JSON.parse(data)
    }
  }
}
