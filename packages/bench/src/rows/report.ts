import { markdownTable } from '../table'
import type { Difference } from './differences'
import { REASONS, reasonFor } from './reasons'
import { type ByPeer, PEER_NAMES, type PeerName, SDKS } from './sdks'

/** Returns a Markdown table with a row for each column, pair of values and reason. */
export function fullTable(differences: readonly Difference[], peer: PeerName): string {
  const rows = groupsOf(differences, peer).map((group) => {
    const { column, ours, theirs } = group[0]!
    const why = reasonFor(group[0]!, peer)?.why ?? '**none**'
    return [code(column), kindsOf(group).join(', '), cell(ours), cell(theirs), why]
  })
  return markdownTable(['column', 'rows', 'azmon', SDKS[peer].title, 'why'], rows, 5)
}

/** Returns the table for the docs: a row for each reason, with the values of its first difference as an example. */
export function docsTable(differences: readonly Difference[], peer: PeerName): string {
  const rows = REASONS.flatMap((reason) => {
    const own = differences.filter((difference) => reasonFor(difference, peer) === reason)
    const [example] = own
    if (example === undefined) return []
    const columns = [...new Set(own.map(({ column }) => code(column)))].join(', ')
    return [[columns, kindsText(kindsOf(own)), cell(example.ours), cell(example.theirs), reason.why]]
  })
  return markdownTable(['column', 'rows', 'azmon', SDKS[peer].title, 'why azmon differs'], rows, 5)
}

/** Returns one line for each difference without a reason, and for each reason without a difference. */
export function problemsOf(byPeer: ByPeer<readonly Difference[]>): readonly string[] {
  const unexplained = PEER_NAMES.flatMap((peer) =>
    groupsOf(byPeer[peer], peer)
      .filter(([first]) => reasonFor(first!, peer) === undefined)
      .map((group) => {
        const { column, ours, theirs } = group[0]!
        const kinds = kindsOf(group).join(', ')
        return `${SDKS[peer].title}: ${column} is ${theirs}, ours is ${ours}, in ${kinds}. Fix it, or add a reason.`
      }),
  )
  const used = new Set(PEER_NAMES.flatMap((peer) => byPeer[peer].map((difference) => reasonFor(difference, peer))))
  const unused = REASONS.filter((reason) => !used.has(reason))
  return [...unexplained, ...unused.map(({ why }) => `Remove the reason that no longer explains a difference: ${why}`)]
}

// --- helpers, in order of use ---

/** Groups differences that read the same except for the kind. */
function groupsOf(differences: readonly Difference[], peer: PeerName): readonly (readonly Difference[])[] {
  const groups = new Map<string, Difference[]>()
  for (const difference of differences) {
    const { column, ours, theirs } = difference
    const key = JSON.stringify([column, ours ?? null, theirs ?? null, reasonFor(difference, peer)?.why])
    groups.set(key, [...(groups.get(key) ?? []), difference])
  }
  return [...groups.values()]
}

function kindsOf(differences: readonly Difference[]): readonly string[] {
  return [...new Set(differences.map(({ kind }) => kind))]
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``
}

function cell(value: string | undefined): string {
  return value === undefined ? '–' : code(value)
}

function kindsText(kinds: readonly string[]): string {
  return kinds.length > MAX_NAMED_KINDS ? 'all' : kinds.join(', ')
}

const MAX_NAMED_KINDS = 12
