import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PeerName } from './sdks'

/** Returns the table that the docs page about a peer contains. */
export function readTable(peer: PeerName): string {
  const [, table = ''] = TABLE.exec(readFileSync(PAGES[peer], 'utf8')) ?? []
  return table
}

export function writeTable(peer: PeerName, table: string): void {
  const page = readFileSync(PAGES[peer], 'utf8')
  writeFileSync(
    PAGES[peer],
    page.replace(TABLE, () => `${BEGIN}\n\n${table}\n\n${END}`),
  )
}

// --- helpers ---

const DOCS = join(__dirname, '../../../../docs')

const PAGES: Readonly<Record<PeerName, string>> = {
  applicationinsights: join(DOCS, 'from-applicationinsights.md'),
  distro: join(DOCS, 'from-opentelemetry-distro.md'),
}

const BEGIN = '<!-- npm run compare-rows -- --write -->'
const END = '<!-- end of compare-rows -->'

const TABLE = new RegExp(`${BEGIN}\\n\\n([^]*?)\\n\\n${END}`)
