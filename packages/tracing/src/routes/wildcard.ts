/** A route that matched a request. */
export interface MatchedRoute {
  /** The path as written in the application, such as `/orders/:id`. */
  readonly path: string
  readonly isForAllMethods: boolean
}

/** The parts of a response that show whether a route has responded. */
export interface RouteResponse {
  readonly statusCode: number
  readonly headersSent: boolean
}

/**
 * Returns the path of a route, or undefined if the route is only a guard: frameworks with middleware do not report that a route
 * passed a request on. A route for all methods is a guard if it is for all paths, or if its path ends with a wildcard and there
 * is no response except 404. Any route for all paths is a guard if the response is 404.
 */
export function pathUnlessGuard({ path, isForAllMethods }: MatchedRoute, response?: RouteResponse): string | undefined {
  const isNotFound = response?.statusCode === 404
  const isPassed = isForAllMethods && OPEN_END.test(path) && (isNotFound || response?.headersSent !== true)
  return isPassed || (isCatchAll(path) && (isForAllMethods || isNotFound)) ? undefined : path
}

/** Returns whether a route is for all paths: `*`, `/*`, `/{*path}`, `/:path*`, `(.*)`, or such a regular expression. */
export function isCatchAll(path: string): boolean {
  return CATCH_ALL.test(path) || EXPRESSION.test(path)
}

// --- helpers ---

/** Matches a path that ends with a wildcard. */
const OPEN_END = /(?:\*\w*\}?|\(\.\*\))$/

const CATCH_ALL = /^\/?(?:\*\w*|\{\/?\*\w*\}|(?::\w+)?\(\.\*\)|:\w+\*)$/

/** A regular expression as a string. */
const EXPRESSION = /^\/\^?(?:\\\/)?\(?\.[*+]?\)?\$?\/\w*$/
