import { type Item, isError, isSpan } from './item'
import type { Node, Tree } from './tree'

/** A line of the waterfall. */
export type WaterfallRow =
  | { readonly kind: 'node'; readonly node: Node; readonly isCollapsed: boolean }
  | { readonly kind: 'fold'; readonly key: string; readonly depth: number; readonly nodes: readonly Node[] }

export interface RowFilter {
  /** The keys of the nodes whose children are hidden. */
  readonly collapsed: ReadonlySet<string>
  /** The keys of the folds that are open. */
  readonly unfolded: ReadonlySet<string>
  /** Only errors and their parents. */
  readonly errorsOnly: boolean
  /** Whether logs, exceptions and events are shown. */
  readonly withPoints: boolean
  /** Only items that contain this text in a value, and their parents. In lower case. */
  readonly find: string
}

/** Beyond this many nodes, equal siblings are folded. */
const FOLD_BEYOND_NODES = 1_000

/** Returns the lines of the waterfall from top to bottom. */
export function visibleRows(tree: Tree, filter: RowFilter): readonly WaterfallRow[] {
  const kept = keptNodes(tree, filter)
  const mayFold = tree.nodes.length > FOLD_BEYOND_NODES
  const rows: WaterfallRow[] = []
  const pending: WaterfallRow[] = []
  addChildren(tree.roots, 'roots')
  for (let row = pending.pop(); row !== undefined; row = pending.pop()) {
    rows.push(row)
    if (row.kind === 'node' && !row.isCollapsed) addChildren(row.node.children, row.node.key)
  }
  return rows

  function addChildren(nodes: readonly Node[], parentKey: string): void {
    const shown = nodes.filter((node) => kept === undefined || kept.has(node))
    const children = mayFold ? foldEqual(shown, parentKey, filter.unfolded) : shown.map(rowOf)
    for (const row of children.toReversed()) {
      pending.push(row.kind === 'node' ? { ...row, isCollapsed: filter.collapsed.has(row.node.key) } : row)
    }
  }
}

// --- helpers, in order of use ---

function rowOf(node: Node): WaterfallRow {
  return { kind: 'node', node, isCollapsed: false }
}

/** Returns the nodes that match the filter and their parents, or undefined if every node is shown. */
function keptNodes({ nodes }: Tree, { errorsOnly, withPoints, find }: RowFilter): ReadonlySet<Node> | undefined {
  if (!errorsOnly && withPoints && find === '') return undefined
  const kept = new Set<Node>()
  // Children follow their parents, so they have been decided when the loop comes to the parent.
  for (const node of nodes.toReversed()) {
    if (node.children.some((child) => kept.has(child)) || (node.item !== undefined && matches(node.item)))
      kept.add(node)
  }
  return kept

  function matches(item: Item): boolean {
    if (!withPoints && !isSpan(item)) return false
    return (!errorsOnly || isError(item)) && (find === '' || containsText(item, find))
  }
}

/** Returns whether the text is in a value that the page shows of the item. */
export function containsText({ title, detail, role, row }: Item, find: string): boolean {
  const shown = [title, detail, role].some((text) => text.toLowerCase().includes(find))
  return shown || Object.values(row).some((value) => textOf(value).toLowerCase().includes(find))
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

const FOLD_MIN = 5

/** Replaces runs of siblings that look the same by one row each. */
function foldEqual(nodes: readonly Node[], parentKey: string, unfolded: ReadonlySet<string>): readonly WaterfallRow[] {
  const groups = new Map<string, Node[]>()
  for (const node of nodes) {
    const look = lookOf(node)
    const group = look === undefined ? undefined : groups.get(look)
    if (group) group.push(node)
    else groups.set(look ?? node.key, [node])
  }
  return [...groups].flatMap(([look, group]): readonly WaterfallRow[] => {
    const key = `${parentKey} ${look}`
    if (group.length < FOLD_MIN || unfolded.has(key)) return group.map(rowOf)
    return [{ kind: 'fold', key, depth: group[0]!.depth, nodes: group }]
  })
}

/** Nodes of the same look are folded. Undefined for a node that is never folded. */
function lookOf({ item, children }: Node): string | undefined {
  if (item === undefined || children.length > 0 || isError(item)) return undefined
  return JSON.stringify([item.kind, item.role, item.title, item.detail, item.resultCode])
}
