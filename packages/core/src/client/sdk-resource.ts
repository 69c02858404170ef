import type { Properties } from '../envelope/contracts'
import type { Envelope } from '../envelope/envelope'
import type { Tags } from '../envelope/tags'
import type { AdapterOptions } from './adapter-options'
import type { TelemetryClient } from './telemetry-client'

/** The part of a resource of OpenTelemetry's SDK that is read. */
export interface SdkResource {
  readonly attributes: Readonly<Record<string, unknown>>
  /** True until all detectors have finished. */
  readonly asyncAttributesPending?: boolean | undefined
}

/**
 * Adds the resource of OpenTelemetry's SDK to the items of an exporter: role, instance and version as tags, unless the options
 * or the application's own client set them, and the rest as properties.
 */
export class ResourceFields {
  readonly #options: AdapterOptions
  readonly #known = new WeakMap<SdkResource, Fields>()

  constructor(options: AdapterOptions) {
    this.#options = options
  }

  /** Returns `envelope` itself. Its own tags and properties override those of the resource. */
  addTo(envelope: Envelope, resource: SdkResource | undefined, client: TelemetryClient): Envelope {
    if (resource === undefined) return envelope
    const { tags, properties } = this.#known.get(resource) ?? this.#read(resource, client)
    envelope.tags = { ...tags, ...envelope.tags }
    const { baseData } = envelope.data
    baseData.properties = { ...properties, ...baseData.properties }
    return envelope
  }

  #read(resource: SdkResource, client: TelemetryClient): Fields {
    const { attributes } = resource
    const rest = Object.entries(attributes).filter(([key]) => !DESCRIBES_PROCESS.test(key))
    const fields = {
      tags: tagsOf(attributes, this.#options),
      properties: client.properties.properties(Object.fromEntries(rest)),
    }
    if (resource.asyncAttributesPending !== true) this.#known.set(resource, fields)
    return fields
  }
}

// --- helpers, in order of use ---

interface Fields {
  readonly tags: Tags
  readonly properties: Properties
}

/** Attributes that repeat the tags, or describe the process and its machine. They are the same in every row of an instance. */
const DESCRIBES_PROCESS = /^(?:telemetry\.|process\.|os\.|host\.|service\.(?:name|namespace|instance\.id|version)$)/

function tagsOf(attributes: SdkResource['attributes'], options: AdapterOptions): Tags {
  const { client, cloudRole, cloudRoleInstance, applicationVersion } = options
  if (client !== undefined) return {}
  const found = [
    ['ai.cloud.role', cloudRole === undefined ? roleOf(attributes) : undefined],
    ['ai.cloud.roleInstance', cloudRoleInstance === undefined ? firstOf(attributes, INSTANCE) : undefined],
    ['ai.application.ver', applicationVersion === undefined ? firstOf(attributes, ['service.version']) : undefined],
  ]
  return Object.fromEntries(found.filter(([, value]) => value !== undefined))
}

/** Returns `namespace.name`, or the name alone. Without a name of the application's own, returns that of its workload. */
function roleOf(attributes: SdkResource['attributes']): string | undefined {
  const name = firstOf(attributes, ['service.name'])
  if (name === undefined || name.startsWith('unknown_service')) return firstOf(attributes, WORKLOAD)
  const namespace = firstOf(attributes, ['service.namespace'])
  return namespace === undefined ? name : `${namespace}.${name}`
}

function firstOf(attributes: SdkResource['attributes'], keys: readonly string[]): string | undefined {
  return keys.map((key) => attributes[key]).find((value) => typeof value === 'string' && value !== '') as
    | string
    | undefined
}

const INSTANCE = ['service.instance.id', 'k8s.pod.name']

const WORKLOAD = ['deployment', 'replicaset', 'statefulset', 'job', 'cronjob', 'daemonset'].map(
  (kind) => `k8s.${kind}.name`,
)
