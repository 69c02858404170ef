/** The fields that a logger has written in one line. */
export type LineRecord = Readonly<Record<string, unknown>>

/** Parses a line. Returns undefined for a line that is not a record, such as a warning from Node, a stack or other output. */
export function parseLine(line: string): LineRecord | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
