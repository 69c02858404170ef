import { createRequire } from 'node:module'
import { join } from 'node:path'
import { isThenable } from '../call-safely'
import { type Envelope, isEnvelope } from '../envelope/envelope'
import { ConfigurationError } from '../errors'
import type { Processor } from '../options/telemetry-client-options'

/**
 * Functions as they are; paths as modules, found from the working directory, that export a function: the module itself,
 * its `default` or its `processor`.
 * @throws ConfigurationError where a module cannot be loaded or exports no function.
 */
export function loadProcessors(processors: readonly (Processor | string)[]): readonly Processor[] {
  return processors.map((processor) => (typeof processor === 'function' ? processor : loadModule(processor)))
}

/** The envelope as it leaves the processors, or false. `onError` hears of each that threw. */
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
      if (!isEnvelope(current)) throw new TypeError('A processor left no envelope behind.')
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
    `The module ${path} must export a function, as itself, default or processor.`,
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

/** Envelopes are plain data by now. */
function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)])) as T
}

/** It came too late to be waited for; its rejection must not end the application. */
function ignoredPromise(promise: PromiseLike<unknown>): Error {
  promise.then(undefined, () => {})
  return new TypeError('A processor returned a promise: processors are synchronous.')
}
