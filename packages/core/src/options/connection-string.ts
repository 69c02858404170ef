import { ConfigurationError } from '../errors'
import { type HttpHosts, readEndpoint } from './endpoint'

/** The resource to which telemetry is sent. */
export interface Destination {
  /** The resource's key: a GUID in lower case. */
  readonly instrumentationKey: string
  /** The endpoint without a trailing slash, such as `https://westeurope-5.in.applicationinsights.azure.com`. */
  readonly ingestionEndpoint: string
  /** The scope of the tokens that a credential returns for this resource. */
  readonly tokenScope: string
}

/** The endpoint of the public cloud, used if a connection string does not contain one. */
export const DEFAULT_INGESTION_ENDPOINT = 'https://dc.services.visualstudio.com'

/** The scope of the public cloud. Connection strings of other clouds contain an AadAudience. */
export const DEFAULT_TOKEN_SCOPE = 'https://monitor.azure.com/.default'

/** The limit of the service. @see https://learn.microsoft.com/azure/azure-monitor/app/connection-strings */
const MAX_LENGTH = 4096

/**
 * Parses `InstrumentationKey=…;IngestionEndpoint=…`. Names are case-insensitive; spaces and a trailing `;` are allowed.
 * @throws ConfigurationError that names the invalid field, but never shows its value.
 */
export function parseConnectionString(text: string, httpHosts: HttpHosts = 'loopback'): Destination {
  if (GUID.test(text.trim().toLowerCase())) {
    throw new ConfigurationError(
      'connectionString',
      'The connection string is only an instrumentation key. Copy the whole string from the Overview page of your Application Insights resource, or pass the key as instrumentationKey.',
    )
  }
  const fields = splitFields(text)
  const authorization = fields.get('authorization')
  if (authorization !== undefined && authorization.toLowerCase() !== 'ikey') {
    throw new ConfigurationError(
      'Authorization',
      'Authorization in the connection string must be ikey. Remove the field; to use Microsoft Entra ID, pass a credential.',
    )
  }
  const key = fields.get('instrumentationkey')
  if (key === undefined) {
    throw new ConfigurationError(
      'InstrumentationKey',
      'InstrumentationKey is missing from the connection string. Copy the whole string from the Overview page of your Application Insights resource.',
    )
  }
  return {
    instrumentationKey: readInstrumentationKey('InstrumentationKey', key),
    ingestionEndpoint: ingestionEndpoint(fields, httpHosts),
    tokenScope: tokenScope(fields.get('aadaudience')),
  }
}

/**
 * Normalizes an instrumentation key to lower case.
 * @throws ConfigurationError if it is not a GUID.
 */
export function readInstrumentationKey(field: string, value: string): string {
  const key = value.trim().toLowerCase()
  if (GUID.test(key)) return key
  throw new ConfigurationError(
    field,
    `${field} must be a GUID such as 00000000-0000-4000-8000-000000000000, got a string of ${value.length} characters. Copy the connection string from the Overview page of your Application Insights resource.`,
  )
}

// --- helpers, in order of use ---

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const HOST_PART = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/i

/** @see https://learn.microsoft.com/azure/azure-monitor/app/connection-strings#schema */
const KNOWN_FIELDS = [
  'InstrumentationKey',
  'Authorization',
  'EndpointSuffix',
  'Location',
  'IngestionEndpoint',
  'LiveEndpoint',
  'ProfilerEndpoint',
  'SnapshotEndpoint',
  'AadAudience',
  'ApplicationId',
]

function splitFields(text: string): ReadonlyMap<string, string> {
  if (text.length > MAX_LENGTH) {
    throw new ConfigurationError(
      'connectionString',
      `The connection string must be at most ${MAX_LENGTH} characters, got ${text.length}.`,
    )
  }
  const fields = new Map<string, string>()
  for (const [position, part] of text.split(';').entries()) {
    if (part.trim() === '') continue
    const equals = part.indexOf('=') // the first one, because values may contain others
    const name = part.slice(0, Math.max(equals, 0)).trim()
    if (name === '') {
      throw new ConfigurationError(
        'connectionString',
        `Part ${position + 1} of the connection string is not of the form Name=value. Copy the whole string again.`,
      )
    }
    if (fields.has(name.toLowerCase())) {
      // Show only known names in the message, because any other name may be a misplaced key.
      const known = KNOWN_FIELDS.find((field) => field.toLowerCase() === name.toLowerCase())
      throw new ConfigurationError(
        known ?? 'connectionString',
        `${known ?? `The field in part ${position + 1}`} appears twice in the connection string. Keep one of them.`,
      )
    }
    const value = part.slice(equals + 1).trim()
    if (value !== '') fields.set(name.toLowerCase(), value)
  }
  return fields
}

function ingestionEndpoint(fields: ReadonlyMap<string, string>, httpHosts: HttpHosts): string {
  const explicit = fields.get('ingestionendpoint')
  if (explicit !== undefined) return readEndpoint('IngestionEndpoint', explicit, httpHosts)
  const suffix = fields.get('endpointsuffix')
  if (suffix === undefined) return DEFAULT_INGESTION_ENDPOINT
  const location = fields.get('location')
  return `https://${location === undefined ? '' : `${readHostPart('Location', location)}.`}dc.${readHostPart('EndpointSuffix', suffix)}`
}

function tokenScope(audience: string | undefined): string {
  if (audience === undefined) return DEFAULT_TOKEN_SCOPE
  return `${readEndpoint('AadAudience', audience, 'loopback')}/.default`
}

function readHostPart(field: string, value: string): string {
  if (HOST_PART.test(value)) return value.toLowerCase()
  throw new ConfigurationError(
    field,
    `${field} in the connection string must be part of a host name: letters, digits, - and dots.`,
  )
}
