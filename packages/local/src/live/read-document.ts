import { durationMs } from '../ingest/duration'
import { readObjects, readString, type WireObject } from '../ingest/wire'
import { severityLevel } from '../rows/severity-level'
import { firstCharacters } from './first-characters'
import type { LiveDocument, LiveTable } from './live-data'

/** Returns undefined if the kind of the document is unknown. */
export function readDocument(
  document: WireObject,
  process: Pick<LiveDocument, 'atMs' | 'role' | 'instance'>,
): LiveDocument | undefined {
  const kind = KINDS.get(readString(document, 'DocumentType') ?? '')
  if (kind === undefined) return undefined
  const text = (name: string) => firstCharacters(readString(document, name), MAX_TEXT_LENGTH)
  const result = text('ResponseCode') || text('ResultCode')
  const resultCode = result === 'NaN' ? '' : result // a call without a response
  return {
    ...process,
    table: kind.table,
    title: text(kind.title),
    detail: kind.detail === undefined ? '' : text(kind.detail),
    resultCode,
    durationMs: readDuration(readString(document, 'Duration')),
    success: kind.hasResult ? isSuccess(document, resultCode) : null,
    severityLevel: severityLevel(document['SeverityLevel']),
    operationId: text('OperationId'),
    properties: readProperties(document),
  }
}

// --- helpers, in order of use ---

interface Kind {
  readonly table: LiveTable
  readonly title: string
  readonly detail?: string
  readonly hasResult?: true
}

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['Request', { table: 'requests', title: 'Name', detail: 'Url', hasResult: true }],
  ['RemoteDependency', { table: 'dependencies', title: 'Name', detail: 'CommandName', hasResult: true }],
  ['Exception', { table: 'exceptions', title: 'ExceptionType', detail: 'ExceptionMessage' }],
  ['Trace', { table: 'traces', title: 'Message' }],
  ['Event', { table: 'customEvents', title: 'Name' }],
])

const MAX_TEXT_LENGTH = 1_024
const MAX_PROPERTIES = 20

/** A .NET TimeSpan of older SDKs, or an ISO 8601 duration. */
function readDuration(text: string | null): number | null {
  const iso = ISO_DURATION.exec(text ?? '')
  if (iso === null) return durationMs(text ?? '') ?? null
  const [hours, minutes, seconds] = iso.slice(1).map((part) => Number(part ?? 0)) as [number, number, number]
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1e7) / 1e4
}

const ISO_DURATION = /^PT(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:([\d.]{1,30}(?:e-\d{1,3})?)S)?$/

/** OpenTelemetry sends no success: then a code from 400 is a failure, and so is a call without a code. */
function isSuccess(document: WireObject, resultCode: string): boolean {
  const success = document['Success']
  return typeof success === 'boolean' ? success : resultCode !== '' && !(Number(resultCode) >= 400)
}

function readProperties(document: WireObject): Readonly<Record<string, string>> {
  const pairs = readObjects(document, 'Properties').slice(0, MAX_PROPERTIES)
  return Object.fromEntries(
    pairs.flatMap((pair) => {
      const key = firstCharacters(readString(pair, 'key'), MAX_TEXT_LENGTH)
      // A mark of the SDK for the service.
      return key === '' || key.startsWith('_MS.')
        ? []
        : [[key, firstCharacters(readString(pair, 'value'), MAX_TEXT_LENGTH)]]
    }),
  )
}
