import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type express from 'express'
import express4 from 'express4'
import express5 from 'express5'
import { routeOf } from '../../src'

/** Typed as Express 5; the tests only use what both versions have. */
export const EXPRESS_VERSIONS: readonly (readonly [version: string, express: typeof express])[] = [
  ['Express 4', express4],
  ['Express 5', express5],
]

/** The route of one request at its end. */
export async function routesOf(app: express.Express, path: string): Promise<readonly unknown[]> {
  const routes: unknown[] = []
  const server = app.listen(0, '127.0.0.1')
  server.prependListener('request', (request, response) => response.on('finish', () => routes.push(routeOf(request))))
  await once(server, 'listening')
  await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)).text()
  server.close()
  return routes
}
