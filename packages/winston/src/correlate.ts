import { ConfigurationError } from '@azmon/core'
import { withMoment } from '@azmon/core/adapter'
import type { Logger } from 'winston'
import { currentMoment } from './moment'

/** A logger of winston. Described by its parts, because these types must also compile in a program without winston. */
export interface WinstonLogger {
  readonly transports: readonly object[]
  write(info: never): unknown
}

/**
 * Adds the operation and the time of the log call to every record of `logger`. Both are read during the call, so they are
 * right even if a slow transport of the same logger delays the record. A single call of `correlate` covers the root logger and
 * all its children, present and future.
 *
 * @returns `logger` itself
 * @throws ConfigurationError if it is not a winston logger.
 */
export function correlate<L extends WinstonLogger>(logger: L): L {
  const root = rootOf(logger)
  if (correlated.has(root)) return logger
  correlated.add(root)
  const { write } = root
  // The `write` of a child cannot be replaced, but it calls the `write` of its root.
  root.write = (info: unknown, ...rest: unknown[]) =>
    Reflect.apply(write, root, [withMoment(info, currentMoment()), ...rest])
  return logger
}

// --- helpers, in order of use ---

const correlated = new WeakSet<Logger>()

/** Returns the root logger. A child inherits from its parent, so only the root has its own stream state. */
function rootOf(logger: object): Logger {
  let candidate: unknown = logger
  while (typeof candidate === 'object' && candidate !== null) {
    if (Object.hasOwn(candidate, '_readableState')) return candidate as Logger
    candidate = Object.getPrototypeOf(candidate)
  }
  throw new ConfigurationError(
    'logger',
    'correlate needs a logger made by winston.createLogger or winston.loggers. For the default logger, pass winston.child({}).',
  )
}
