import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { Hono } from 'hono'
import type { LocalEnv } from '../safety'

/** Serves the page at the address of each of its views, and its scripts and styles. */
export function pageRoutes(): Hono<LocalEnv> {
  const routes = new Hono<LocalEnv>()
  routes.on('GET', viewPaths, async (c) => {
    const index = await readFile(join(WEB, 'index.html'), 'utf8').catch(() => undefined)
    if (index === undefined) return c.text(NOT_BUILT, 503)
    return c.html(index.replace('{{nonce}}', c.get('secureHeadersNonce') ?? ''))
  })
  routes.get('/assets/:name', async (c) => {
    const asset = await readAsset(c.req.param('name'))
    if (asset === undefined) return c.notFound()
    return c.body(asset.content, 200, { 'content-type': asset.type, 'cache-control': FOREVER })
  })
  return routes
}

// --- helpers ---

/** The built page lies beside the compiled sources. This path also leads there from `src`, which tests run. */
const WEB = join(__dirname, '../../dist/web')
const NOT_BUILT = 'The page is not built. Run `npm run build` in the clone of azmon, then reload.\n'

const views = ['', 'live', 'query', 'failures', 'performance', 'map', 'metrics', 'inspector', 'compare']
const viewPaths = [...views.map((name) => `/${name}`), '/transaction/:operation']

/** The names of assets contain a hash of their content. */
const FOREVER = 'public, max-age=31536000, immutable'
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

/** Finds a file by its name in lower case, because routes are matched in lower case. Reads nothing outside of the folder. */
async function readAsset(name: string): Promise<{ content: Uint8Array<ArrayBuffer>; type: string } | undefined> {
  const folder = join(WEB, 'assets')
  const names = await readdir(folder).catch(() => [])
  const found = names.find((each) => each.toLowerCase() === name)
  const type = TYPES[extname(found ?? '')]
  if (found === undefined || type === undefined) return undefined
  return { content: new Uint8Array(await readFile(join(folder, found))), type }
}
