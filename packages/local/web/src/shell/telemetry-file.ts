import { hrefOf, push } from '../state/address'
import { count } from '../state/format'
import { refreshNow } from '../state/now'
import { cut } from '../state/text'
import { iso, type TimeRange } from '../state/time'
import { showToast } from './toast'

/** The name of a download, if the server does not give one. Without a name, the link would be one of the page. */
export const FILE_NAME = 'azmon.jsonl.gz'

/** Returns the address of a file with the telemetry of a time, or with all. */
export function exportHref(range?: TimeRange): string {
  const times = range === undefined ? {} : { from: iso(range.fromMs), to: iso(range.toMs) }
  return hrefOf('/api/export', new URLSearchParams(), times)
}

export function downloadFile(href: string): void {
  const link = document.createElement('a')
  link.href = href
  link.download = FILE_NAME
  link.click()
}

/** Lets the user choose a file, and imports it. */
export function chooseFile(): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.gz,.jsonl'
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    if (file !== undefined) importFile(file)
  })
  input.click()
}

// --- helpers, in order of use ---

interface Imported {
  readonly added: number
  readonly duplicates: number
  readonly expired: number
  /** ISO 8601. Undefined if the file has no row that is now stored. */
  readonly from?: string
  readonly to?: string
}

async function importFile(file: File): Promise<void> {
  showToast(`Importing ${cut(file.name, 60)}…`, { isLasting: true })
  try {
    const response = await fetch('/api/import', { method: 'POST', body: file })
    if (!response.ok) return showToast(await reasonOf(response), { isError: true })
    const imported = (await response.json()) as Imported
    refreshNow()
    showToast(summaryOf(imported), { action: showTime(imported) })
  } catch {
    showToast('The file could not be sent. Is azmon local still running?', { isError: true })
  }
}

async function reasonOf(response: Response): Promise<string> {
  const body = (await response.json().catch(() => undefined)) as { error?: { message?: string } } | undefined
  return body?.error?.message ?? `azmon local answered ${response.status}.`
}

function summaryOf({ added, duplicates, expired }: Imported): string {
  const parts = [
    `${count(added)} ${added === 1 ? 'row' : 'rows'} imported`,
    ...(duplicates === 0 ? [] : [`${count(duplicates)} already here`]),
    ...(expired === 0 ? [] : [`${count(expired)} older than azmon local keeps`]),
  ]
  return parts.join(', ')
}

/** Opens Live with the time of the imported rows, without filters. */
function showTime({ from, to }: Imported) {
  if (from === undefined || to === undefined) return undefined
  // The end of a range is not part of it, and the server leaves out the microseconds.
  const range = { from: iso(Date.parse(from)), to: iso(Date.parse(to) + 1_000) }
  return { label: 'Show that time', run: () => push(hrefOf('/live', new URLSearchParams(), range)) }
}
