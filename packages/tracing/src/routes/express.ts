import { type Match, type MountLayer, matchLayer } from './mount-template'
import { pathUnlessGuard, type RouteResponse } from './wildcard'

/**
 * Returns the template of the route that Express matched, including the paths of its mounts, such as
 * `/tenants/:tenant/orders/:id`. It never contains values from the client. Returns undefined if no route matched.
 */
export function expressRouteOf(request: object): string | undefined {
  const { route, app, res } = request as ExpressRequest
  if (!isObject(route) || app === undefined) return undefined
  const template = cachedTemplateOf(request as ExpressRequest, route as Route, app)
  return pathUnlessGuard({ path: template, isForAllMethods: isForAllMethods(route as Route) }, res)
}

// --- helpers, in order of use ---

interface ExpressRequest {
  readonly app?: object
  readonly res?: RouteResponse
  readonly route?: unknown
  readonly baseUrl?: string
  readonly originalUrl?: string
}

/** An Express route: the same object for all requests. */
interface Route {
  readonly path: Path
  readonly methods?: Readonly<Record<string, boolean>>
}

type Path = string | RegExp | readonly (string | RegExp)[]

/** `router.all` sets `_all`. `app.all` sets each method, so check CONNECT, for which no application defines a route. */
function isForAllMethods({ methods = {} }: Route): boolean {
  return methods['_all'] === true || methods['connect'] === true
}

/** Templates are cached, because every log record of a request reads its route. */
function cachedTemplateOf(request: ExpressRequest, route: Route, app: Application): string {
  const known = cached.get(request)
  if (known?.route === route) return known.template
  const template = templateOf(request, route, app)
  cached.set(request, { route, template })
  return template
}

const cached = new WeakMap<object, { readonly route: object; readonly template: string }>()

/** The layers of the mounts that lead to a route, followed by the route's own layer. */
type Chain = readonly MountLayer[]

interface Fit {
  readonly prefix: string
  readonly template: string
  readonly own: Match | undefined
}

/**
 * Returns the full template. If the route's mounts cannot be found, such as when a function calls the router, returns only
 * the route's own path.
 */
function templateOf(request: ExpressRequest, route: Route, app: Application): string {
  const { originalUrl = '', baseUrl = '' } = request
  const path = originalUrl.replace(/[?#].*/s, '')
  const apps = withParents(app)
  const known = bestFit(knownChains(route, apps), path, baseUrl)
  // Mounts rarely change while requests arrive, but one may have been added since the last search.
  const fit = known?.prefix === baseUrl ? known : bestFit(searchChains(route, apps), path, baseUrl)
  return joinPaths(fit?.template ?? '', ownPath(route.path, fit?.own))
}

function bestFit(chains: readonly Chain[], path: string, baseUrl: string): Fit | undefined {
  const start = limitPath(path)
  const isWhole = start === path
  const fits = chains.flatMap((chain) => fitChain(chain, start, isWhole) ?? [])
  // Middleware may have rewritten the path; baseUrl still has the path of the mounts.
  const mounted = limitPath(baseUrl)
  if (fits.length === 0) fits.push(...chains.flatMap((chain) => fitChain(chain.slice(0, -1), mounted, false) ?? []))
  if (fits.length === 0 && chains.length > 0 && !isWhole) return UNREADABLE
  return fits.find(({ prefix }) => prefix === baseUrl) ?? fits[0]
}

/**
 * Returns the leading complete segments of a path. The client chooses the length of a path, and finding its template runs the
 * matcher of each mount several times.
 */
function limitPath(path: string): string {
  const segments = path.slice(0, MAX_LENGTH).split('/')
  if (path.length <= MAX_LENGTH && segments.length <= MAX_SEGMENTS) return path
  return segments.slice(0, Math.min(MAX_SEGMENTS, segments.length - 1)).join('/')
}

const MAX_LENGTH = 512
const MAX_SEGMENTS = 32

/** Represents mounts whose path is too long to match. */
const UNREADABLE: Fit = { prefix: '', template: '/*', own: undefined }

/**
 * Matches a path against a chain. Returns undefined if a mount does not match. The route is matched only against a whole path.
 */
function fitChain(chain: Chain, path: string, isWhole: boolean): Fit | undefined {
  let [prefix, template, rest] = ['', '', path]
  for (const layer of chain) {
    if (layer.route !== undefined && !isWhole) break
    const match = matchLayer(layer, rest === '' ? '/' : rest)
    if (match === undefined) return undefined
    if (layer.route !== undefined) return { prefix, template, own: match }
    rest = rest.slice(match.length)
    if (rest !== '' && !rest.startsWith('/')) rest = `/${rest}`
    prefix = path.slice(0, path.length - rest.length).replace(/\/$/, '')
    template += match.template
  }
  return { prefix, template, own: undefined }
}

/** Returns the path that matched, if it is known, else all paths of the route. */
function ownPath(path: Path, match: Match | undefined): string {
  if (!Array.isArray(path)) return String(path)
  const paths = path.flat(Number.POSITIVE_INFINITY).map(String)
  return match !== undefined && paths.includes(match.template) ? match.template : paths.join('|')
}

function joinPaths(prefix: string, path: string): string {
  if (prefix === '') return path
  return path === '/' || path === '' ? prefix : prefix + path
}

/** An Express application, a router, or the function of a router's layer. */
type Application = object

/** Keyed by the outermost application, because several applications may share a router. */
const found = new WeakMap<Application, WeakMap<Route, readonly Chain[]>>()

function knownChains(route: Route, apps: readonly Application[]): readonly Chain[] {
  return found.get(outermost(apps))?.get(route) ?? []
}

function searchChains(route: Route, apps: readonly Application[]): readonly Chain[] {
  const root = outermost(apps)
  const chains = search(route, root, apps, new Set())
  const ofRoot = found.get(root) ?? new WeakMap<Route, readonly Chain[]>()
  found.set(root, ofRoot.set(route, chains))
  return chains
}

function outermost(apps: readonly Application[]): Application {
  return apps.at(-1) as Application // never empty
}

/** Returns the application that handled the request, followed by those that it is mounted on. */
function withParents(app: Application): readonly Application[] {
  const apps = [app]
  for (let parent = read(app, 'parent'); isObject(parent) && !apps.includes(parent); parent = read(parent, 'parent')) {
    apps.push(parent)
  }
  return apps
}

/** Returns every chain from `holder` to the route. `above` stops the search if a router is mounted on itself. */
function search(route: Route, holder: object, apps: readonly Application[], above: Set<object>): readonly Chain[] {
  if (above.has(holder)) return []
  above.add(holder)
  const chains = stackOf(holder).flatMap((layer): readonly Chain[] => {
    if (layer.route === route) return [[layer]]
    if (!isObject(layer.handle)) return []
    // Express wraps a mounted application in a function.
    const inside = layer.name === 'mounted_app' ? apps.filter((app) => read(app, 'parent') === holder) : [layer.handle]
    return inside.flatMap((next) => search(route, next, apps, above).map((chain) => [layer, ...chain]))
  })
  above.delete(holder)
  return chains
}

/** Returns the layers of a router or application. Express 4 keeps them in `_router` and throws when `router` is read. */
function stackOf(holder: object): readonly MountLayer[] {
  for (const router of [holder, read(holder, '_router'), read(holder, 'router')]) {
    const stack = isObject(router) ? read(router, 'stack') : undefined
    if (Array.isArray(stack)) return stack.filter(isObject) as readonly MountLayer[]
  }
  return []
}

function read(holder: object, key: string): unknown {
  try {
    return Reflect.get(holder, key)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
