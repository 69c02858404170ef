import { createRequire } from 'node:module'
import { join } from 'node:path'
import { isThenable } from '../call-safely'
import { type Envelope, isEnvelope } from '../envelope/envelope'
import { ConfigurationError } from '../errors'
import type { Processor } from '../options/telemetry-client-options'

/**
 * Replaces each path with the function that its module exports as `module.exports`, `default` or `processor`. Paths are
 * relative to the working directory.
 * @throws ConfigurationError if a module cannot be loaded or does not export a function.
 */
export function loadProcessors(processors: readonly (Processor | string)[]): readonly Processor[] {
  return processors.map((processor) => (typeof processor === 'function' ? processor : loadModule(processor)))
}

/** Returns the processed envelope, or false if a processor drops it. If a processor fails, its changes are undone. */
export function runProcessors(
  processors: readonly Processor[],
  envelope: Envelope,
  onError: (error: unknown) => void,
): Envelope | false {
  let current = envelope
  for (const processor of processors) {
    const before = copyOf(current)
    try {
      const result = processor(current)
      if (result === false) return false
      if (isThenable(result)) throw ignoredPromise(result)
      if (!isEnvelope(current)) throw new TypeError('A processor must not remove time, data.baseType or data.baseData.')
    } catch (error) {
      onError(error)
      current = before
    }
  }
  return current
}

// --- helpers, in order of use ---

function loadModule(path: string): Processor {
  const loaded: unknown = requireFrom(path)
  for (const candidate of [loaded, Reflect.get(Object(loaded), 'default'), Reflect.get(Object(loaded), 'processor')]) {
    if (typeof candidate === 'function') return candidate as Processor
  }
  throw new ConfigurationError(
    'processors',
    `The processor module ${path} must export a function as module.exports, default or processor, but it exports none.`,
  )
}

function requireFrom(path: string): unknown {
  try {
    return createRequire(join(process.cwd(), 'package.json'))(path)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause)
    throw new ConfigurationError('processors', `The processor module ${path} cannot be loaded: ${reason}`)
  }
}

/** Returns a deep copy of plain data. */
function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)])) as T
}

function ignoredPromise(promise: PromiseLike<unknown>): Error {
  promise.then(undefined, () => {}) // an unhandled rejection would end the application
  return new TypeError(
    'A processor must be synchronous, got a promise. Look values up earlier and return without await.',
  )
}
