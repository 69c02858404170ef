import { scanJson } from '../ingest/scan-json'

/** Replaces the key of an envelope in JSON, and puts it on one line. Everything else stays as it was written. */
export function withInstrumentationKey(text: string, instrumentationKey: string): string {
  const members: string[] = []
  let start = text.indexOf('{') + 1
  scanJson(text, (character, at, depth) => {
    if (depth === 0 || (depth === 1 && character === ',')) {
      members.push(withKey(text.slice(start, at), instrumentationKey))
      start = at + 1
    }
    return depth > 0
  })
  // Strings contain no line breaks, so those that are left are between values.
  return `{${members.join(',')}}`.replaceAll(/[\r\n]+/g, ' ')
}

// --- helpers ---

function withKey(member: string, instrumentationKey: string): string {
  const [head, name] = MEMBER_NAME.exec(member) ?? []
  return name !== undefined && JSON.parse(name) === 'iKey' ? `${head}"${instrumentationKey}"` : member
}

/** Long enough for `iKey` in escapes. */
const MEMBER_NAME = /^\s*("(?:[^"\\]|\\.){1,30}")\s*:/
