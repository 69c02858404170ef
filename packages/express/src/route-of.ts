import { type Match, type MountLayer, matchLayer } from './mount-template'
import type { ExpressRequest } from './request'

/**
 * The route that Express has matched, with everything it is mounted on: `/tenants/:tenant/orders/:id`. What the client has
 * made of the path is never in it. Undefined where no route has matched.
 */
export function routeOf(request: object): string | undefined {
  const { route, app } = request as ExpressRequest
  if (!isObject(route) || app === undefined) return undefined
  const known = remembered.get(request)
  if (known?.route === route) return known.name
  const name = nameOf(request as ExpressRequest, route as Route, app)
  remembered.set(request, { route, name })
  return name
}

// --- helpers, in order of use ---

/** Of Express: the same object as long as the application lives. */
interface Route {
  readonly path: Path
}

type Path = string | RegExp | readonly (string | RegExp)[]

/** Every log of a request asks for its route. */
const remembered = new WeakMap<object, { readonly route: object; readonly name: string }>()

/** The mounts that lead to a route, and at last its own layer. */
type Chain = readonly MountLayer[]

interface Fit {
  readonly prefix: string
  readonly template: string
  readonly own: Match | undefined
}

/** Where nothing leads to the route that we can see, as behind a router in a function, its own path is all there is to say. */
function nameOf(request: ExpressRequest, route: Route, app: Application): string {
  const { originalUrl = '', baseUrl = '' } = request
  const path = originalUrl.replace(/[?#].*/s, '')
  const apps = lineOf(app)
  const best = bestFit(knownChains(route, apps), path, baseUrl)
  // Mounts hardly change while requests come in, but another may come after the first of them.
  const sure = best?.prefix === baseUrl ? best : bestFit(searchedChains(route, apps), path, baseUrl)
  return joined(sure?.template ?? '', ownPath(route.path, sure?.own))
}

function bestFit(chains: readonly Chain[], path: string, baseUrl: string): Fit | undefined {
  const begin = beginningOf(path)
  const isWhole = begin === path
  const fits = chains.flatMap((chain) => fit(chain, begin, isWhole) ?? [])
  // A path that somebody has rewritten on the way still has, in baseUrl, where it has come by.
  const mounted = beginningOf(baseUrl)
  if (fits.length === 0) fits.push(...chains.flatMap((chain) => fit(chain.slice(0, -1), mounted, false) ?? []))
  if (fits.length === 0 && chains.length > 0 && !isWhole) return UNREADABLE
  return fits.find(({ prefix }) => prefix === baseUrl) ?? fits[0]
}

/**
 * Returns as many whole segments as mounts are matched against. The client chooses the length of a path, and finding its
 * template takes several runs of each mount's matcher.
 */
function beginningOf(path: string): string {
  const segments = path.slice(0, MAX_LENGTH).split('/')
  if (path.length <= MAX_LENGTH && segments.length <= MAX_SEGMENTS) return path
  return segments.slice(0, Math.min(MAX_SEGMENTS, segments.length - 1)).join('/')
}

const MAX_LENGTH = 512
const MAX_SEGMENTS = 32

/** The mounts of a route whose path is too long to tell them. */
const UNREADABLE: Fit = { prefix: '', template: '/*', own: undefined }

/** Follows a path along a chain; undefined where it leads elsewhere. The route itself is matched only by a whole path. */
function fit(chain: Chain, path: string, isWhole: boolean): Fit | undefined {
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

/** One of several, if that can be told. */
function ownPath(path: Path, match: Match | undefined): string {
  if (!Array.isArray(path)) return String(path)
  const paths = path.flat(Number.POSITIVE_INFINITY).map(String)
  return match !== undefined && paths.includes(match.template) ? match.template : paths.join('|')
}

function joined(prefix: string, path: string): string {
  if (prefix === '') return path
  return path === '/' || path === '' ? prefix : prefix + path
}

/** An application of Express, a router, or one of a router's layers' functions. */
type Application = object

/** By the outermost application: one router may be in several. */
const found = new WeakMap<Application, WeakMap<Route, readonly Chain[]>>()

function knownChains(route: Route, apps: readonly Application[]): readonly Chain[] {
  return found.get(outermost(apps))?.get(route) ?? []
}

function searchedChains(route: Route, apps: readonly Application[]): readonly Chain[] {
  const root = outermost(apps)
  const chains = search(route, root, apps, new Set())
  const ofRoot = found.get(root) ?? new WeakMap<Route, readonly Chain[]>()
  found.set(root, ofRoot.set(route, chains))
  return chains
}

function outermost(apps: readonly Application[]): Application {
  return apps.at(-1) as Application // there is one at least
}

/** The application that has answered, and those that it is mounted on. */
function lineOf(app: Application): readonly Application[] {
  const line = [app]
  for (let parent = read(app, 'parent'); isObject(parent) && !line.includes(parent); parent = read(parent, 'parent')) {
    line.push(parent)
  }
  return line
}

/** Every way from `place` to the route; `above` keeps a router that is mounted on itself from being an endless one. */
function search(route: Route, place: object, apps: readonly Application[], above: Set<object>): readonly Chain[] {
  if (above.has(place)) return []
  above.add(place)
  const chains = stackOf(place).flatMap((layer): readonly Chain[] => {
    if (layer.route === route) return [[layer]]
    if (!isObject(layer.handle)) return []
    // Express hides a mounted application in a function.
    const inside = layer.name === 'mounted_app' ? apps.filter((app) => read(app, 'parent') === place) : [layer.handle]
    return inside.flatMap((next) => search(route, next, apps, above).map((chain) => [layer, ...chain]))
  })
  above.delete(place)
  return chains
}

/** A router's own, or that of an application: Express 4 has it in `_router`, and throws when it is asked for `router`. */
function stackOf(place: object): readonly MountLayer[] {
  for (const holder of [place, read(place, '_router'), read(place, 'router')]) {
    const stack = isObject(holder) ? read(holder, 'stack') : undefined
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
