import { ConfigurationError } from '../errors'
import { nearestName, ORIGINAL_NAMES, WITHOUT_COUNTERPART } from './opencensus-names'
import type { TelemetryClientOptions } from './telemetry-client-options'

/**
 * Every option is known and has a value that can work.
 * @throws ConfigurationError naming the first that is or has not, what was got, and the cure.
 */
export function checkOptions(user: object): void {
  checkOptionNames(user, [])
  for (const [name, value] of Object.entries(user)) {
    if (value !== undefined) RULES[name as keyof TelemetryClientOptions](name, value)
  }
}

/** Names that are not options here although users may try them, each with what to do instead. */
export type RejectedOptions = Readonly<Record<string, string>>

/**
 * Checks that every name is an option of `TelemetryClient` or one of `more`, and none of `except`.
 * @throws ConfigurationError for the first other name, with its cure in `except` or the nearest option; also if `options` is
 * not an object.
 */
export function checkOptionNames(options: object, more: readonly string[], except: RejectedOptions = {}): void {
  if (!isObject(options)) throw noOptions(kindOf(options))
  const known = [...more, ...Object.keys(RULES)].filter((name) => !Object.hasOwn(except, name))
  for (const name of Object.keys(options)) if (!known.includes(name)) throw unknownOption(name, known, except)
}

// --- helpers, in order of use ---

const MIB = 1_048_576

/** What setTimeout can wait for. */
const MAX_TIMER_MS = 2_147_483_647

/** The service refuses what is 48 hours old. */
export const MAX_RETENTION_MS = 47 * 3_600_000

export type Rule = (name: string, value: unknown) => void

const RULES: Readonly<Record<keyof TelemetryClientOptions, Rule>> = {
  connectionString: text,
  instrumentationKey: text,
  endpoint: text,
  required: flag,
  disabled: flag,
  cloudRole: text,
  cloudRoleInstance: text,
  applicationVersion: text,
  samplingRatio: ratio,
  samplingRatioByKind: ratiosOf([
    'Message',
    'Exception',
    'Event',
    'Request',
    'RemoteDependency',
    'Availability',
    'PageView',
  ]),
  samplingRatioBySeverity: ratiosOf(['0', '1', '2', '3', '4']),
  redactKeys: listOf('texts', (item) => typeof item === 'string'),
  flatten: oneOf('dot'),
  processors: listOf('functions or module paths', (item) => typeof item === 'string' || typeof item === 'function'),
  uncaught: oneOf('record'),
  maxBatchItems: integer(1, 64_000), // the service takes no more in one request
  maxBatchBytes: integer(65_536, 16 * MIB),
  maxBatchAgeMs: integer(1, MAX_TIMER_MS),
  maxQueueBytes: integer(65_536, 1_024 * MIB),
  minRetryDelayMs: integer(1, 60_000),
  requestTimeoutMs: integer(1, MAX_TIMER_MS),
  exitFlushMs: integer(0, MAX_TIMER_MS),
  durability: oneOf('memory', 'spool', 'journal', 'journal+fsync'),
  storagePath: text,
  storageMaxBytes: integer(MIB, 1_048_576 * MIB),
  storageRetentionMs: integer(1_000, MAX_RETENTION_MS),
  storageMaintenanceMs: integer(100, MAX_TIMER_MS),
  handleSignals: handleSignals,
  signalFlushMs: integer(0, MAX_TIMER_MS),
  credential: credential,
  proxy: proxy,
  onError: callback,
  onDrop: callback,
}

function noOptions(got: string): ConfigurationError {
  return new ConfigurationError('options', `The options must be an object such as { connectionString }, got ${got}.`)
}

function unknownOption(name: string, known: readonly string[], except: RejectedOptions): ConfigurationError {
  if (name === '0') return noOptions('a text or a list') // whose pieces somebody has taken for options
  if (Object.hasOwn(except, name)) return new ConfigurationError(name, `${name} is not an option here. ${except[name]}`)
  // Anything that does not look like a name may be a key or a connection string in the wrong place.
  const shown = /^\w{1,40}$/.test(name) ? name : 'One of the names'
  const ours = Object.hasOwn(ORIGINAL_NAMES, name) ? ORIGINAL_NAMES[name] : nearestName(name, known)
  const listed = ours === undefined ? `The options are ${known.join(', ')}.` : `Did you mean ${ours}?`
  const cure = Object.hasOwn(WITHOUT_COUNTERPART, name) ? WITHOUT_COUNTERPART[name] : listed
  return new ConfigurationError(shown === name ? name : 'options', `${shown} is not an option. ${cure}`)
}

function text(name: string, value: unknown): void {
  if (typeof value !== 'string') throw new ConfigurationError(name, `${name} must be a text, got ${kindOf(value)}.`)
}

function flag(name: string, value: unknown): void {
  if (typeof value !== 'boolean') {
    throw new ConfigurationError(name, `${name} must be true or false, got ${kindOf(value)}.`)
  }
}

function callback(name: string, value: unknown): void {
  if (typeof value !== 'function') {
    throw new ConfigurationError(name, `${name} must be a function, got ${kindOf(value)}.`)
  }
}

function integer(min: number, max: number): Rule {
  return (name, value) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return
    const got = typeof value === 'number' ? String(value) : kindOf(value)
    throw new ConfigurationError(name, `${name} must be a whole number from ${min} to ${max}, got ${got}.`)
  }
}

function ratio(name: string, value: unknown): void {
  if (typeof value === 'number' && value >= 0 && value <= 1) return
  const got = typeof value === 'number' ? String(value) : kindOf(value)
  throw new ConfigurationError(name, `${name} must be a number from 0 to 1, got ${got}. Use 0.25 to keep a quarter.`)
}

function ratiosOf(keys: readonly string[]): Rule {
  return (name, value) => {
    if (!isObject(value)) throw new ConfigurationError(name, `${name} must be an object, got ${kindOf(value)}.`)
    for (const [key, share] of Object.entries(value)) {
      if (!keys.includes(key)) {
        throw new ConfigurationError(name, `${name} has the key ${key}. The keys are ${keys.join(', ')}.`)
      }
      if (share !== undefined) ratio(`${name}.${key}`, share)
    }
  }
}

export function listOf(what: string, isFine: (item: unknown) => boolean): Rule {
  return (name, value) => {
    if (Array.isArray(value) && value.every(isFine)) return
    throw new ConfigurationError(name, `${name} must be a list of ${what}, got ${kindOf(value)}.`)
  }
}

export function oneOf(...allowed: readonly string[]): Rule {
  const listed = allowed.map((value) => `'${value}'`).join(', ')
  return (name, value) => {
    if (typeof value === 'string' && allowed.includes(value)) return
    throw new ConfigurationError(name, `${name} must be ${listed} or left out, got ${kindOf(value)}.`)
  }
}

function handleSignals(name: string, value: unknown): void {
  if (value === 'auto' || value === false) return
  throw new ConfigurationError(name, `${name} must be 'auto' or false, got ${kindOf(value)}.`)
}

function credential(name: string, value: unknown): void {
  if (isObject(value) && typeof value['getToken'] === 'function') return
  throw new ConfigurationError(
    name,
    `${name} must have a getToken method, as the credentials of @azure/identity do, got ${kindOf(value)}.`,
  )
}

function proxy(name: string, value: unknown): void {
  if (typeof value === 'string') return
  if (!isObject(value)) throw new ConfigurationError(name, `${name} must be a text or an object, got ${kindOf(value)}.`)
  for (const [key, part] of Object.entries(value)) {
    if (!['http', 'https', 'noProxy'].includes(key)) {
      throw new ConfigurationError(name, `${name} has the key ${key}. The keys are http, https, noProxy.`)
    }
    if (part !== undefined) text(`${name}.${key}`, part)
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What was got, never the value itself: it may be a secret in the wrong place. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return typeof value === 'string' ? `a text of ${value.length} characters` : `a value of type ${typeof value}`
}
