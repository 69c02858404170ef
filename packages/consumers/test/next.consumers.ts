import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ScriptedIngestion, startIngestion, startProgram } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { consumerOfNext } from '../src/consumer'
import { sectionsOf } from '../src/doc-sections'
import { run } from '../src/run'
import { IS_LONG, NEXT } from '../src/versions'
import { rowsOf } from './framework-rows'
import { store } from './store'

it.each(IS_LONG ? NEXT : NEXT.slice(-1))(
  'Next.js %s has one row for each request, named by its route',
  async (version) => {
    await using ingestion = await startIngestion()
    const shop = shopOn(consumerOfNext(store, version))
    expect(await run(shop, process.execPath, [NEXT_COMMAND, 'build'], NO_TELEMETRY)).toMatchObject({ code: 0 })
    await visit(shop, ingestion, ['/orders/7', '/api/orders/7', '/orders/13', '/nowhere/7'])
    expect(rowsOf(ingestion)).toEqual([
      ['GET /orders/[id] 200'],
      ['GET /api/orders/[id] 200', 'Order asked for'],
      ['GET /orders/[id] 500', 'RangeError: no order 13 (3)'],
      ['GET 404'],
    ])
  },
)

// --- helpers, in order of use ---

const NEXT_COMMAND = '../node_modules/next/dist/bin/next'

const NO_TELEMETRY = { NEXT_TELEMETRY_DISABLED: '1' }

/** Writes the pages and the files in docs/integrations.md to a folder, which it returns. */
function shopOn(consumer: string): string {
  const shop = join(consumer, 'shop')
  cpSync(join(consumer, 'next'), shop, { recursive: true })
  writeFileSync(join(shop, 'package.json'), '{ "name": "shop", "private": true }')
  const { files = [] } = sectionsOf('integrations.md').find(({ heading }) => heading === 'Next.js') ?? {}
  for (const { name, code } of files) writeFileSync(join(shop, name), code)
  return shop
}

/** Starts the shop, sends the requests one after the other, and ends it as a platform does. */
async function visit(shop: string, { connectionString }: ScriptedIngestion, paths: readonly string[]): Promise<void> {
  let url = ''
  let onReady = () => {}
  const ready = new Promise<void>((resolve) => {
    onReady = resolve
  })
  const server = startProgram(join(shop, NEXT_COMMAND), {
    cwd: shop,
    args: ['start', '--hostname', '127.0.0.1', '--port', '0'],
    env: {
      ...NO_TELEMETRY,
      XDG_STATE_HOME: join(shop, 'state'),
      APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString,
    },
    onLine: (line) => {
      url ||= /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? ''
      if (line.includes('Ready in')) onReady()
    },
  })
  await Promise.race([ready, server.ended.then(({ stderr }) => Promise.reject(new Error(stderr)))])
  for (const path of paths) await (await fetch(url + path)).text()
  server.signal('SIGTERM')
  await server.ended
}
