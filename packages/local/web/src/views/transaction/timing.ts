import { isSpan } from './item'
import type { Node, Tree } from './tree'

/** A part of time, in milliseconds since 1970. */
export interface Interval {
  readonly startMs: number
  readonly endMs: number
}

/** Returns the parts of a span in which none of its child spans ran. */
export function ownIntervals(node: Node): readonly Interval[] {
  const own: Interval[] = []
  let from = node.startMs
  for (const child of node.children) {
    if (child.item !== undefined && !isSpan(child.item)) continue
    if (child.startMs > from) own.push({ startMs: from, endMs: Math.min(child.startMs, node.endMs) })
    from = Math.max(from, child.endMs)
    if (from >= node.endMs) return own
  }
  return [...own, { startMs: from, endMs: node.endMs }]
}

/** How far the clock of one role is ahead of another. */
export interface ClockSkew {
  readonly role: string
  readonly behind: string
  readonly skewMs: number
}

const MIN_SKEW_MS = 5

/**
 * Returns the differences between clocks that the spans prove: a server cannot receive a request before the client has sent it,
 * and cannot have answered it after the client has the answer. One per pair of roles, the largest.
 */
export function clockSkews({ nodes }: Tree): readonly ClockSkew[] {
  const skews = new Map<string, ClockSkew>()
  for (const parent of nodes) {
    if (parent.item?.kind !== 'dependency') continue
    for (const child of parent.children) {
      if (child.item?.kind !== 'request' || child.item.role === parent.item.role) continue
      const skew = skewOf(parent, child, parent.item.role, child.item.role)
      if (skew === undefined || skew.skewMs <= MIN_SKEW_MS) continue
      const key = JSON.stringify([skew.role, skew.behind])
      if (skew.skewMs > (skews.get(key)?.skewMs ?? 0)) skews.set(key, skew)
    }
  }
  return [...skews.values()]
}

function skewOf(client: Node, server: Node, clientRole: string, serverRole: string): ClockSkew | undefined {
  // A server may go on after it has answered. Then the end proves nothing.
  const fits = server.endMs - server.startMs <= client.endMs - client.startMs
  const earlyMs = client.startMs - server.startMs
  const lateMs = server.endMs - client.endMs
  if (earlyMs > 0) return { role: clientRole, behind: serverRole, skewMs: earlyMs }
  return fits && lateMs > 0 ? { role: serverRole, behind: clientRole, skewMs: lateMs } : undefined
}

/** Returns round offsets between two offsets for the lines of the time axis: about `maxCount`. */
export function axisTicks(fromMs: number, toMs: number, maxCount: number): readonly number[] {
  const rough = (toMs - fromMs) / maxCount
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 4, 5, 10].map((factor) => factor * magnitude).find((candidate) => candidate >= rough)!
  const first = Math.ceil(fromMs / step)
  const last = Math.floor(toMs / step)
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
}
