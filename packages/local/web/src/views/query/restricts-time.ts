import { tokens } from '@azmon/kql/editor'

/** Whether a query itself selects a time, so that the range of the page does not apply, as in the editors of Azure. */
export function restrictsTime(query: string): boolean {
  let operator = ''
  for (const { kind, start, end } of tokens(query)) {
    const word = query.slice(start, end)
    if (kind === 'operator') operator = word
    if (kind === 'name' && TIMES.has(word) && SELECTING.has(operator)) return true
  }
  return false
}

// --- helpers ---

const TIMES = new Set(['timestamp', 'TimeGenerated'])
const SELECTING = new Set(['where', 'filter', 'search', 'find'])
