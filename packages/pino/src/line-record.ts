/** What a logger has written in one line. */
export type LineRecord = Readonly<Record<string, unknown>>

/** Undefined where something else than the logger has written the line: a warning of Node's, a stack, a print. */
export function parseLine(line: string): LineRecord | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
