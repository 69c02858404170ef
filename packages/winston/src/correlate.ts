import { ConfigurationError } from '@azmon/core'
import { isError, LOG_MOMENT } from '@azmon/core/adapter'
import type { Logger } from 'winston'
import { currentMoment } from './moment'

/**
 * Ties every record of `logger` to the operation and the time of its log call. Both are taken during the call, so they stay
 * right even if a slow transport of the same logger delays the record. One call covers the root logger and all its
 * children, present and future.
 *
 * @returns `logger` itself
 * @throws ConfigurationError if it is not a winston logger.
 */
export function correlate<L extends Logger>(logger: L): L {
  const root = rootOf(logger)
  if (correlated.has(root)) return logger
  correlated.add(root)
  const { write } = root
  // The write of a child cannot be replaced, but it calls that of its root.
  root.write = (info: unknown, ...rest: unknown[]) => Reflect.apply(write, root, [stamped(info), ...rest])
  return logger
}

// --- helpers, in order of use ---

const correlated = new WeakSet<Logger>()

/** A child inherits from its parent; only the root has its own stream state. */
function rootOf(logger: Logger): Logger {
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

/** A copy of an Error is an Error too, with its class, message and stack. */
function copyOf(info: object): object {
  if (!isError(info)) return { ...info }
  // V8's accessor works only on the error that captured the stack.
  const stack = { value: info.stack, writable: true, configurable: true }
  return Object.create(Object.getPrototypeOf(info), { ...Object.getOwnPropertyDescriptors(info), stack })
}

/** Stamps a copy of a record that has a stamp: the same object may be logged twice, and the first may still be waiting. */
function stamped(info: unknown): unknown {
  if (typeof info !== 'object' || info === null) return info
  try {
    const record = LOG_MOMENT in info ? copyOf(info) : info
    Reflect.set(record, LOG_MOMENT, currentMoment())
    return record
  } catch {
    return info // a Proxy or a frozen object
  }
}
