/** What a query says of one way that calls take. */
export interface CallRow {
  readonly caller: string
  /** The role that served the calls. Empty if no request of it has arrived. */
  readonly callee: string
  readonly target: string
  readonly type: string
  readonly calls: number
  readonly failed: number
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

/** What a query says of the requests of a role. */
export interface RoleRow {
  readonly role: string
  readonly requests: number
  readonly failed: number
  readonly p95: number | null
}

export interface Figures {
  /** How many calls or requests there were in the time range. */
  readonly count: number
  readonly failed: number
  readonly p95: number | null
}

/** A role, or something that is seen from outside only: a database, a service of others. */
export interface MapNode {
  readonly id: string
  readonly name: string
  readonly kind: 'role' | 'outside'
  /** The type of the calls to something outside, such as `SQL`. */
  readonly type: string
  readonly figures: Figures
}

export interface MapEdge {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly figures: Figures
  readonly p50: number | null
  readonly p99: number | null
}

export interface Graph {
  readonly nodes: readonly MapNode[]
  readonly edges: readonly MapEdge[]
}

/** Builds the graph of roles and of what they call. A role is a node also if it has only served, or only called. */
export function buildGraph(roles: readonly RoleRow[], calls: readonly CallRow[]): Graph {
  const nodes = new Map<string, MapNode>()
  for (const { role, requests, failed, p95 } of roles) {
    const id = roleId(role)
    nodes.set(id, { id, name: role, kind: 'role', type: '', figures: { count: requests, failed, p95 } })
  }
  const edges = new Map<string, MapEdge>()
  for (const row of calls) {
    const from = roleId(row.caller)
    const to = row.callee === '' ? outsideId(row) : roleId(row.callee)
    const figures: Figures = { count: row.calls, failed: row.failed, p95: row.p95 }
    if (!nodes.has(from)) nodes.set(from, { id: from, name: row.caller, kind: 'role', type: '', figures: NONE })
    const known = nodes.get(to)
    if (known === undefined) nodes.set(to, newTarget(row, to, figures))
    else if (known.kind === 'outside') nodes.set(to, { ...known, figures: add(known.figures, figures) })
    const id = `${from} ${to}`
    const edge = edges.get(id)
    edges.set(id, {
      ...{ id, from, to },
      figures: edge === undefined ? figures : add(edge.figures, figures),
      p50: larger(edge?.p50 ?? null, row.p50),
      p99: larger(edge?.p99 ?? null, row.p99),
    })
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] }
}

/** Returns a node, what it calls, and what calls it. */
export function neighbours({ nodes, edges }: Graph, id: string): Graph {
  const near = edges.filter(({ from, to }) => from === id || to === id)
  const ids = new Set([id, ...near.flatMap(({ from, to }) => [from, to])])
  return { nodes: nodes.filter((node) => ids.has(node.id)), edges: near }
}

export function failedShare({ count, failed }: Figures): number {
  return count === 0 ? 0 : failed / count
}

/** Returns the id of a role's node. Different from that of a target with the same name. */
function roleId(role: string): string {
  return `role:${role}`
}

// --- helpers ---

const NONE: Figures = { count: 0, failed: 0, p95: null }

function outsideId({ target, type }: CallRow): string {
  return `outside:${target || type || 'unknown'}`
}

function newTarget({ callee, target, type }: CallRow, id: string, figures: Figures): MapNode {
  if (callee !== '') return { id, name: callee, kind: 'role', type: '', figures: NONE }
  return { id, name: target || type || 'unknown', kind: 'outside', type, figures }
}

/** Percentiles cannot be added. The larger one says where to look. */
function add(a: Figures, b: Figures): Figures {
  return { count: a.count + b.count, failed: a.failed + b.failed, p95: larger(a.p95, b.p95) }
}

function larger(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b)
}
