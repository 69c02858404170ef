import { ConfigurationError, traceFieldsOf } from '@azmon/tracing'
import { type Context, context, trace } from '@opentelemetry/api'

/** A logger of winston or pino, as far as it is asked here. */
export interface Logger {
  child(fields: object): object
}

/** What a request's records are written to. */
export interface RequestLog {
  /** Of the application's kind of logger. */
  readonly logger: object
  write(level: string, message: string, fields: object): void
}

/** Makes the loggers of requests. */
export interface LoggerKind {
  hasLevel(level: string): boolean
  /** Its records carry `fields`, and belong to what `within` names, also where Node has lost the context on the way. */
  forRequest(fields: object, within: () => Context): RequestLog
}

/** @throws ConfigurationError where it is neither of the two. */
export function kindOf(logger: unknown): LoggerKind {
  const given = Object(logger) as Given
  const mixin = symbolOf(given, 'pino.mixin')
  if (mixin !== undefined) return pinoKind(given, mixin)
  if (typeof given.child === 'function' && typeof given.log === 'function') return winstonKind(given)
  throw new ConfigurationError('logger', `logger must be a logger of winston or pino, got ${typeName(logger)}.`)
}

// --- helpers, in order of use ---

interface Given extends Logger {
  readonly log?: unknown
  readonly levels?: object
  readonly [key: PropertyKey]: unknown
}

function typeName(value: unknown): string {
  return value === null ? 'null' : typeof value
}

/** Its transport asks for the active span when a record is written. */
function winstonKind(given: Given): LoggerKind {
  const { levels = {} } = given.child({}) as { readonly levels?: object }
  return {
    hasLevel: (level) => Object.hasOwn(levels, level),
    forRequest: (fields, within) => {
      const child = given.child(fields) as WinstonChild
      const write = (...args: readonly unknown[]) => inContext(within(), () => Reflect.apply(child.write, child, args))
      // A child's own write cannot be replaced, but a child of it can have another.
      const logger: WinstonChild = Object.create(child, { write: { value: write, writable: true, configurable: true } })
      return { logger, write: (level, message, more) => logger.log(level, message, more) }
    },
  }
}

interface WinstonChild {
  write(...args: readonly unknown[]): unknown
  log(level: string, message: string, fields: object): unknown
}

/** Its transport asks nobody: in a worker there is nobody to ask. A mixin of the application's stays, and wins. */
function pinoKind(given: Given, mixinKey: symbol): LoggerKind {
  const values = Object(Reflect.get(Object(given.levels), 'values'))
  return {
    hasLevel: (level) => Object.hasOwn(values, level),
    forRequest: (fields, within) => {
      const child = given.child(fields) as Given
      const mixin = child[mixinKey]
      const traced = (...args: readonly unknown[]) => ({
        ...inContext(within(), () => traceFieldsOf(context.active())),
        ...(typeof mixin === 'function' && (Reflect.apply(mixin, child, args) as object)),
      })
      Object.assign(child, { [mixinKey]: traced })
      const write = (level: string, message: string, more: object) => {
        Reflect.apply(child[level] as (...args: unknown[]) => void, child, [more, message])
      }
      return { logger: child, write }
    },
  }
}

/** pino names its symbols for those who integrate it. @see https://getpino.io/#/docs/api?id=pino-symbols */
function symbolOf(given: object, description: string): symbol | undefined {
  for (let holder = given; holder !== null; holder = Object.getPrototypeOf(holder)) {
    const found = Object.getOwnPropertySymbols(holder).find((symbol) => symbol.description === description)
    if (found !== undefined) return found
  }
  return undefined
}

/** A span within the request is a nearer parent than the request. */
function inContext<T>(within: Context, work: () => T): T {
  const own = traceIdOf(within)
  return own === undefined || own === traceIdOf(context.active()) ? work() : context.with(within, work)
}

function traceIdOf(within: Context): string | undefined {
  return trace.getSpanContext(within)?.traceId
}
