import { expect, it } from '@jest/globals'
import { EXPRESS_VERSIONS, routesOf } from './express-versions'

it.each<[string | RegExp, string, string]>([
  ['/static', '/static/a', '/static/a'],
  [/^\/t\d+/, '/t77/a', '/*/a'],
  ['/tenants/:tenant', '/tenants/tenants/a', '/tenants/:tenant/a'],
  ['/v:version', '/v2/a', '/v:version/a'],
  ['/files/*rest/end', '/files/x/y/end/a', '/files/*rest/end/a'],
  ['/in{/:lang}/x', '/in/de/x/a', '/in/:lang/x/a'],
  ['/in{/:lang}/x', '/in/x/a', '/in/x/a'],
])('restores the template if the router does not keep it: %s', async (mount, path, expected) => {
  const [, [, express]] = EXPRESS_VERSIONS as [unknown, (typeof EXPRESS_VERSIONS)[number]]
  const app = express()
  app.use(
    mount,
    express.Router().get('/a', (_, response) => response.send('a')),
  )
  const { stack } = app.router as unknown as { stack: object[] }
  for (const layer of stack) Reflect.deleteProperty(layer, 'rawPath')
  expect(await routesOf(app, path)).toEqual([expected])
})
