import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { type Section, telemetryContent } from './telemetry-content'

/** Returns what sections resolve to, or the reason why there are none as an error that the assistant can mend. */
export async function answer(sections: () => Promise<readonly Section[]>): Promise<CallToolResult> {
  try {
    return telemetryContent(await sections())
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    return { isError: true, content: [{ type: 'text', text: `${error.message}${placeOf(error)}` }] }
  }
}

// --- helpers ---

/** Returns the place in the query, of the error of a query. */
function placeOf(error: Error): string {
  if (!('line' in error && 'column' in error)) return ''
  return ` (line ${error.line}, column ${error.column} of the query)`
}
