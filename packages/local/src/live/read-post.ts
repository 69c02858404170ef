import { isWireObject, readNumber, readObjects, readString, type WireObject } from '../ingest/wire'
import { firstCharacters } from './first-characters'
import type { LivePost, LiveSample } from './live-data'
import { readDocument } from './read-document'

/** Reads the body of a post, and skips what it does not know. All SDKs send one object in an array. */
export function readPosts(body: unknown, atMs: number): readonly LivePost[] {
  const points = Array.isArray(body) ? body.filter(isWireObject).slice(0, MAX_POSTS) : []
  return points.map((point) => {
    const process = { atMs, role: field(point, 'RoleName'), instance: field(point, 'Instance') }
    const sample = { ...process, sdkVersion: field(point, 'Version'), ...counters(point) }
    const documents = readObjects(point, 'Documents').slice(0, MAX_DOCUMENTS)
    return { sample, documents: documents.flatMap((document) => readDocument(document, process) ?? []) }
  })
}

// --- helpers, in order of use ---

const MAX_POSTS = 10
/** More than a page can show in a second. */
const MAX_DOCUMENTS = 200
const MAX_FIELD_LENGTH = 256

function field(point: WireObject, name: string): string {
  return firstCharacters(readString(point, name), MAX_FIELD_LENGTH)
}

type Counters = Omit<LiveSample, 'atMs' | 'role' | 'instance' | 'sdkVersion'>

function counters(point: WireObject): Counters {
  const values = new Map(readObjects(point, 'Metrics').map((metric) => [metric['Name'], readNumber(metric, 'Value')]))
  const value = (...names: readonly string[]) => names.map((name) => values.get(name)).find(isPresent) ?? null
  return {
    requestsPerSecond: value('\\ApplicationInsights\\Requests/Sec'),
    failedRequestsPerSecond: value('\\ApplicationInsights\\Requests Failed/Sec'),
    requestDurationMs: value('\\ApplicationInsights\\Request Duration'),
    dependenciesPerSecond: value('\\ApplicationInsights\\Dependency Calls/Sec'),
    failedDependenciesPerSecond: value('\\ApplicationInsights\\Dependency Calls Failed/Sec'),
    dependencyDurationMs: value('\\ApplicationInsights\\Dependency Call Duration'),
    exceptionsPerSecond: value('\\ApplicationInsights\\Exceptions/Sec'),
    processorPercent: value('\\% Process\\Processor Time Normalized', '\\Processor(_Total)\\% Processor Time'),
    memoryBytes: value('\\Process\\Physical Bytes', '\\Memory\\Committed Bytes'),
  }
}

function isPresent(value: number | null | undefined): value is number {
  return typeof value === 'number'
}
