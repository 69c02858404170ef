import { type Item, isError, isSpan } from './item'

/** An item with the items that it caused, or a span that was not received but has children. */
export interface Node {
  /** Unique in the tree. */
  readonly key: string
  /** Undefined for a parent that was not received. */
  readonly item: Item | undefined
  /** The id of the span that was not received. */
  readonly missingId?: string
  readonly depth: number
  readonly children: readonly Node[]
  readonly startMs: number
  /** The end of the item itself; for a parent that was not received, that of its last child. */
  readonly endMs: number
}

export interface Tree {
  readonly roots: readonly Node[]
  /** Every node, parents before their children. */
  readonly nodes: readonly Node[]
  readonly startMs: number
  /** At least a millisecond after the start, so that it can be a divisor. */
  readonly endMs: number
}

/**
 * Builds the tree of an operation. An item whose parent was not received hangs below a node that stands for that parent, and
 * one whose parents form a circle is a root. Children are in order of their start.
 *
 * @param operationId an item with this parent has none: SDKs write it for the first span of an operation
 */
export function buildTree(items: readonly Item[], operationId: string): Tree {
  const sorted = [...items].sort(byTime)
  const spans = new Map<string, Item>()
  for (const item of sorted) if (isSpan(item) && item.id !== '' && !spans.has(item.id)) spans.set(item.id, item)

  const circles = spansInCircles(spans)
  const childrenOf = new Map<Item, Item[]>()
  const orphansOf = new Map<string, Item[]>()
  const rootItems: Item[] = []
  for (const item of sorted) {
    const parent = spans.get(item.parentId)
    if (item.parentId === '' || item.parentId === operationId || circles.has(item)) rootItems.push(item)
    else if (parent === undefined) listIn(orphansOf, item.parentId).push(item)
    else listIn(childrenOf, parent).push(item)
  }

  const nodes: Node[] = []
  const roots = [
    ...rootItems.map((item) => ({ startMs: item.startMs, build: () => itemNode(item, 0) })),
    ...[...orphansOf].map(([id, orphans]) => ({ startMs: orphans[0]!.startMs, build: () => missingNode(id, orphans) })),
  ]
    .sort((a, b) => a.startMs - b.startMs)
    .map(({ build }) => build())
  const startMs = minimum(nodes, (node) => node.startMs)
  const endMs = -minimum(nodes, (node) => -node.endMs)
  return { roots, nodes, startMs, endMs: Math.max(endMs, startMs + 1) }

  function itemNode(root: Item, rootDepth: number): Node {
    const built: Node[] = []
    // Not recursive, because a chain of spans may be deeper than the call stack.
    const pending = [{ item: root, depth: rootDepth, siblings: built }]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { item, depth, siblings } = next
      const children: Node[] = []
      const endMs = item.startMs + item.durationMs
      const node = { key: item.itemId, item, depth, children, startMs: item.startMs, endMs }
      nodes.push(node)
      siblings.push(node)
      for (const child of (childrenOf.get(item) ?? []).toReversed()) {
        pending.push({ item: child, depth: depth + 1, siblings: children })
      }
    }
    return built[0]!
  }

  function missingNode(missingId: string, orphans: readonly Item[]): Node {
    const children: Node[] = []
    const startMs = orphans[0]!.startMs
    const endMs = orphans.reduce((end, item) => Math.max(end, item.startMs + item.durationMs), startMs)
    const node = { key: `missing ${missingId}`, item: undefined, missingId, depth: 0, children, startMs, endMs }
    nodes.push(node)
    for (const orphan of orphans) children.push(itemNode(orphan, 1))
    return node
  }
}

/** Returns the exception with the most parents, or else the failed or severe item with the most. The first of several. */
export function deepestError({ nodes }: Tree): Node | undefined {
  const errors = nodes.filter(({ item }) => item !== undefined && isError(item))
  const exceptions = errors.filter(({ item }) => item?.kind === 'exception')
  return (exceptions.length > 0 ? exceptions : errors).reduce<Node | undefined>(
    (deepest, node) => (deepest === undefined || node.depth > deepest.depth ? node : deepest),
    undefined,
  )
}

// --- helpers ---

/** Many clocks have only milliseconds. Of items with the same time, the longest span comes first, and a log before its error. */
function byTime(a: Item, b: Item): number {
  return a.startMs - b.startMs || b.durationMs - a.durationMs || (a.severityLevel ?? -1) - (b.severityLevel ?? -1)
}

/** Returns the spans that are their own parents, directly or through others. A span below a circle is not one of them. */
function spansInCircles(spans: ReadonlyMap<string, Item>): ReadonlySet<Item> {
  const circles = new Set<Item>()
  const visited = new Set<Item>()
  for (const span of spans.values()) {
    const path = new Set<Item>()
    let current: Item | undefined = span
    while (current !== undefined && !visited.has(current)) {
      visited.add(current)
      path.add(current)
      current = spans.get(current.parentId)
    }
    // The walk has come back to its own path: from there on, the path is a circle.
    while (current !== undefined && path.delete(current)) {
      circles.add(current)
      current = spans.get(current.parentId)
    }
  }
  return circles
}

function listIn<K>(lists: Map<K, Item[]>, key: K): Item[] {
  const found = lists.get(key)
  if (found !== undefined) return found
  const list: Item[] = []
  lists.set(key, list)
  return list
}

/** Math.min takes at most some ten thousand arguments. */
function minimum(nodes: readonly Node[], measure: (node: Node) => number): number {
  return nodes.reduce(
    (least, node) => Math.min(least, measure(node)),
    nodes.length === 0 ? 0 : Number.POSITIVE_INFINITY,
  )
}
