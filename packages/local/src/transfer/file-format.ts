import { isWireObject } from '../ingest/wire'

const FORMAT = 'azmon-telemetry'

/** Increases when an earlier azmon could not read the file, or would read it wrongly. */
const VERSION = 1

/** The first line of a file of telemetry. Each further line is `{"table":…,"row":{…}}`. */
export const FIRST_LINE = JSON.stringify({ format: FORMAT, version: VERSION })

/** Returns why a file with this first line cannot be imported, or undefined if it can. */
export function problemOfFirstLine(value: unknown): string | undefined {
  if (!isWireObject(value) || value['format'] !== FORMAT) {
    return `The file must begin with ${FIRST_LINE}. Use a file of GET /api/export.`
  }
  const version = value['version']
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return 'The version must be a whole number above 0.'
  }
  return version > VERSION
    ? `The file has version ${version}, and this azmon reads ${VERSION}. Update azmon.`
    : undefined
}
