import { ConfigurationError, traceFieldsOf, typeName } from '@azmon/tracing'
import { type Context, context, trace } from '@opentelemetry/api'

/** A winston or pino logger. */
export interface Logger {
  child(fields: object): object
}

/** The loggers of one request. */
export interface RequestLog {
  /** A child of the application's logger, for use by the application. */
  readonly logger: object
  write(level: string, message: string, fields: object): void
}

/** The differences between winston and pino. */
export interface LoggerKind {
  hasLevel(level: string): boolean
  /** Adds `fields` to each record, and links it to the span in the context `within`, even if Node has lost that context. */
  forRequest(fields: object, within: () => Context): RequestLog
}

/** @throws ConfigurationError if it is neither a winston nor a pino logger. */
export function loggerKindOf(logger: unknown): LoggerKind {
  const given = Object(logger) as Given
  const mixin = symbolOf(given, 'pino.mixin')
  if (mixin !== undefined) return pinoKind(given, mixin)
  if (typeof given.child === 'function' && typeof given.log === 'function') return winstonKind(given)
  throw new ConfigurationError('logger', `logger must be a winston or pino logger, got ${typeName(logger)}.`)
}

// --- helpers, in order of use ---

interface Given extends Logger {
  readonly log?: unknown
  readonly levels?: object
  readonly [key: PropertyKey]: unknown
}

/** The winston transport reads the active span when a record is written, so the write runs in the request's context. */
function winstonKind(given: Given): LoggerKind {
  const { levels = {} } = given.child({}) as { readonly levels?: object }
  return {
    hasLevel: (level) => Object.hasOwn(levels, level),
    forRequest: (fields, within) => {
      const child = given.child(fields) as WinstonChild
      const write = (...args: readonly unknown[]) => inContext(within(), () => Reflect.apply(child.write, child, args))
      // The child's own `write` is read-only, but an object that inherits from the child can redefine it.
      const logger: WinstonChild = Object.create(child, { write: { value: write, writable: true, configurable: true } })
      return { logger, write: (level, message, more) => logger.log(level, message, more) }
    },
  }
}

interface WinstonChild {
  write(...args: readonly unknown[]): unknown
  log(level: string, message: string, fields: object): unknown
}

/**
 * A pino transport runs in a worker, where no span is active, so a mixin adds the trace.
 * The application's mixin takes precedence.
 */
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

/** pino documents these symbols for integrations. @see https://getpino.io/#/docs/api?id=pino-symbols */
function symbolOf(given: object, description: string): symbol | undefined {
  for (let holder = given; holder !== null; holder = Object.getPrototypeOf(holder)) {
    const found = Object.getOwnPropertySymbols(holder).find((symbol) => symbol.description === description)
    if (found !== undefined) return found
  }
  return undefined
}

/** Keeps the active context if it belongs to the same trace: an inner span is the better parent. */
function inContext<T>(within: Context, work: () => T): T {
  const own = traceIdOf(within)
  return own === undefined || own === traceIdOf(context.active()) ? work() : context.with(within, work)
}

function traceIdOf(within: Context): string | undefined {
  return trace.getSpanContext(within)?.traceId
}
