import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createHttpServer, request as forward, type RequestListener, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applicationInsightsSchema, type TableName } from '@azmon/kql'
import { startLocal } from '@azmon/local'
import { runProgram, TEST_CERTIFICATE_FILE, TEST_KEY, testIdentity } from '@azmon/testkit'
import type { Run } from './child'
import type { SdkName } from './sdks'

export type AnyRow = Readonly<Record<string, unknown>>

/** The rows of one library by table, in the order of their times. */
export type Rows = Readonly<Record<TableName, readonly AnyRow[]>>

export interface CollectOptions {
  readonly sampledPercent: number
  readonly lingerMs: number
}

/** Runs the program with a library, which sends to a local Application Insights, and returns the rows. */
export async function collectRows(sdk: SdkName, { sampledPercent, lingerMs }: CollectOptions): Promise<Rows> {
  await using local = await startLocal({ port: 0 })
  await using front = await serve(createHttpsServer(testIdentity(), forwardTo(local.port)))
  await using payments = await serve(createHttpServer(answerAsPayments))
  const closed = await serve(createHttpServer())
  await closed[Symbol.asyncDispose]()

  const endpoint = `https://127.0.0.1:${front.port}`
  const run: Run = {
    sdk,
    start: {
      connectionString: `InstrumentationKey=${TEST_KEY};IngestionEndpoint=${endpoint};LiveEndpoint=${endpoint}`,
      sampledPercent,
    },
    services: { paymentsUrl: `http://127.0.0.1:${payments.port}`, closedPort: closed.port },
    lingerMs,
  }
  await runChild(run)
  const tables = Object.keys(applicationInsightsSchema) as TableName[]
  const entries = await Promise.all(
    tables.map(async (table) => [table, [...(await local.rows(table, 100_000))].reverse()] as const),
  )
  return Object.fromEntries(entries) as unknown as Rows
}

// --- helpers, in order of use ---

/** Runs the program in a temporary directory of its own: libraries send what an earlier run has left there. */
async function runChild(run: Run): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'azmon-rows-'))
  try {
    const { code, stderr } = await runProgram(CHILD, { ...ENVIRONMENT, TMPDIR: directory }, [JSON.stringify(run)])
    if (code !== 0) throw new Error(`The program with ${run.sdk} ended with ${code}:\n${stderr}`)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** The built program is used, because a child process cannot load TypeScript. */
const CHILD = join(__dirname, '../../dist/rows/child.js')

const ENVIRONMENT = {
  NODE_EXTRA_CA_CERTS: TEST_CERTIFICATE_FILE,
  // Telemetry that the Azure libraries send to Microsoft about themselves would leave this machine.
  APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
  APPLICATIONINSIGHTS_STATSBEAT_DISABLED: 'true',
  APPLICATIONINSIGHTS_SDKSTATS_DISABLED: 'true',
}

interface Served extends AsyncDisposable {
  readonly port: number
}

async function serve(server: Server): Promise<Served> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Forwards requests to azmon local, because the other libraries speak https only. */
function forwardTo(port: number): RequestListener {
  return (request, response) => {
    const { method, url, headers } = request
    const forwarded = forward(
      { host: '127.0.0.1', port, method, path: url, headers: { ...headers, host: `127.0.0.1:${port}` } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    forwarded.once('error', () => response.destroy())
    request.pipe(forwarded)
  }
}

const answerAsPayments: RequestListener = (request, response) => {
  response.statusCode = request.url?.startsWith('/fails') ? 500 : 200
  response.end('paid')
}
