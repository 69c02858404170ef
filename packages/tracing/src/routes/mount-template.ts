/** The part of a router layer of Express 4 or 5 that is read here. */
export interface MountLayer {
  readonly name?: string
  readonly handle?: unknown
  readonly route?: object
  /** Set by Express 4. */
  readonly regexp?: RegExp & { readonly fast_slash?: boolean; readonly fast_star?: boolean }
  readonly keys?: readonly { readonly name: string | number }[]
  /** Set by Express 5. Its router has `rawPath` since version 2.3. */
  readonly slash?: boolean
  readonly rawPath?: Path | readonly Path[]
  readonly matchers?: readonly ((path: string) => Matched | false)[]
}

export interface Match {
  /** The number of characters of the path that the layer matched. */
  readonly length: number
  /** The path as written in the application, such as `/orders/:id`. */
  readonly template: string
}

/** Returns undefined if the layer does not match the path. */
export function matchLayer(layer: MountLayer, path: string): Match | undefined {
  try {
    return layer.regexp === undefined ? matchExpress5(layer, path) : matchExpress4(layer, layer.regexp, path)
  } catch {
    return undefined // not an Express layer
  }
}

// --- helpers, in order of use ---

type Path = string | RegExp

interface Matched {
  readonly path: string
  readonly params: Readonly<Record<string, unknown>>
}

function matchExpress5({ slash, rawPath, matchers = [] }: MountLayer, path: string): Match | undefined {
  if (slash === true) return NOTHING
  const written = rawPath === undefined ? [] : [rawPath].flat()
  for (const [index, matcher] of matchers.entries()) {
    const matched = matcher(path)
    if (matched === false) continue
    const template = written[index] ?? templateOf(matched, matcher)
    return {
      length: matched.path.length,
      template: typeof template === 'string' ? withoutSlash(template) : String(template),
    }
  }
  return undefined
}

const NOTHING: Match = { length: 0, template: '' }

function withoutSlash(path: string): string {
  return path.replace(/\/$/, '')
}

/** A segment that occurs in no route. */
const PROBE = '~~~~'

/**
 * Restores the template if the router does not keep it: a segment that matches any value is a parameter. Runs the matcher
 * once for each segment, so the caller must limit the length of the path.
 */
function templateOf({ path, params }: Matched, matcher: (path: string) => Matched | false): string {
  if (matcher.name === 'regexpMatcher') return '/*' // the router's own name for the matcher of a regular expression
  const partial = new Map(Object.entries(params))
  if (partial.size === 0) return path
  const segments = path.split('/')
  const written = segments.map((segment, index) => {
    const probed = segment !== '' && matcher(segments.with(index, PROBE).join('/'))
    if (probed === false) return segment
    const [name, value] = Object.entries(probed.params).find(([, param]) => [param].flat().includes(PROBE)) ?? ['']
    partial.delete(name)
    return Array.isArray(value) ? `*${name}` : `:${name}`
  })
  return written
    .filter((segment, index) => !segment.startsWith('*') || segment !== written[index - 1])
    .map((segment) => replaceValues(segment, partial))
    .join('/')
}

/** Replaces values by their parameters: `v2` becomes `v:version`. */
function replaceValues(segment: string, params: ReadonlyMap<string, unknown>): string {
  let written = segment
  for (const [name, value] of params) {
    if (typeof value === 'string' && value !== '')
      written = written.replace(encodeURIComponent(value), () => `:${name}`)
  }
  return written
}

function matchExpress4(
  { keys = [] }: MountLayer,
  regexp: NonNullable<MountLayer['regexp']>,
  path: string,
): Match | undefined {
  if (regexp.fast_slash === true) return NOTHING
  if (regexp.fast_star === true) return { length: path.length, template: '*' }
  const match = withIndices(regexp).exec(path)
  if (match === null) return undefined
  const [whole] = match
  const written = regexp.source.replaceAll(/\(\?:|\\/g, '') // removes the characters that the expression adds to the path
  const pieces: (string | undefined)[] = []
  let at = 0
  for (const [index, range] of (match.indices ?? []).slice(1).entries()) {
    const name = keys[index]?.name
    if (range === undefined || name === undefined) continue
    pieces.push(asWritten(whole.slice(at, range[0]), written), typeof name === 'string' ? `:${name}` : '*')
    at = range[1]
  }
  pieces.push(asWritten(whole.slice(at), written))
  const template = pieces.includes(undefined) ? String(regexp) : withoutSlash(pieces.join(''))
  return { length: whole.length, template }
}

const indexed = new WeakMap<RegExp, RegExp>()

function withIndices(regexp: RegExp): RegExp {
  const known = indexed.get(regexp)
  if (known !== undefined) return known
  const made = new RegExp(regexp.source, `${regexp.flags.replace(/[dgy]/g, '')}d`)
  indexed.set(regexp, made)
  return made
}

/** Returns `part` with the letter case used in the application, or undefined if only a regular expression matched it. */
function asWritten(part: string, written: string): string | undefined {
  const at = written.toLowerCase().indexOf(part.toLowerCase())
  return at === -1 ? undefined : written.slice(at, at + part.length)
}
