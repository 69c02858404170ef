import { ConfigurationError, isError } from '@azmon/core'
import type { Logger } from 'winston'
import { currentMoment, MOMENT } from './moment'

/**
 * Ties every record of `logger` to the operation it was logged in, and to the time: both are taken when the record is
 * logged, and stay right however late a slow transport beside ours lets it through. One call is for the whole family:
 * the root logger and all its children, whether they were made before or will be.
 *
 * @returns `logger` itself
 * @throws ConfigurationError when it is no winston logger.
 */
export function correlate<L extends Logger>(logger: L): L {
  const root = rootOf(logger)
  if (correlated.has(root)) return logger
  correlated.add(root)
  const { write } = root
  // A child's own write cannot be replaced, but ends in that of its root.
  root.write = (info: unknown, ...rest: unknown[]) => Reflect.apply(write, root, [stamped(info), ...rest])
  return logger
}

// --- helpers, in order of use ---

const correlated = new WeakSet<Logger>()

/** A child inherits from its parent; only the root has a stream's state of its own. */
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

/** An Error stays one, with its class, message and stack. */
function copyOf(info: object): object {
  if (!isError(info)) return { ...info }
  // V8 gives the stack to none but the error that it is of.
  const stack = { value: info.stack, writable: true, configurable: true }
  return Object.create(Object.getPrototypeOf(info), { ...Object.getOwnPropertyDescriptors(info), stack })
}

/** Always anew: whoever logs one object twice does so at two moments, and the first record may still be waiting. */
function stamped(info: unknown): unknown {
  if (typeof info !== 'object' || info === null) return info
  try {
    const record = MOMENT in info ? copyOf(info) : info
    Reflect.set(record, MOMENT, currentMoment())
    return record
  } catch {
    return info // a Proxy that does not want to be logged twice
  }
}
