/** Details below one row of a list. */
export interface Expansion {
  readonly index: number
  readonly height: number
}

export interface VirtualWindow {
  /** The first row in the document. */
  readonly first: number
  /** The row after the last one in the document. */
  readonly end: number
  /** The height of all rows above the first one. */
  readonly above: number
  /** The height of all rows below the last one. */
  readonly below: number
}

/** The number of rows that are kept above and below the visible ones. */
const AROUND = 10

/** Returns which of `count` rows belong in the document when a list is scrolled to `top` and `height` of it is visible. */
export function virtualWindow(
  count: number,
  rowHeight: number,
  top: number,
  height: number,
  expansion?: Expansion | undefined,
): VirtualWindow {
  const visible = rowAt(top, rowHeight, expansion)
  const first = Math.max(0, Math.min(visible, count - 1) - AROUND)
  const end = Math.min(count, rowAt(top + height, rowHeight, expansion) + 1 + AROUND)
  const extra = (index: number) => (expansion !== undefined && expansion.index < index ? expansion.height : 0)
  const above = first * rowHeight + extra(first)
  const total = count * rowHeight + extra(count)
  return { first, end: Math.max(first, end), above, below: Math.max(0, total - end * rowHeight - extra(end)) }
}

/** Returns the distance of a row from the top of the list. */
export function topOfRow(index: number, rowHeight: number, expansion?: Expansion | undefined): number {
  return index * rowHeight + (expansion !== undefined && expansion.index < index ? expansion.height : 0)
}

// --- helpers ---

/** Returns the row at a distance from the top. The details below a row belong to it. */
function rowAt(offset: number, rowHeight: number, expansion: Expansion | undefined): number {
  const row = Math.max(0, Math.floor(offset / rowHeight))
  if (expansion === undefined || row <= expansion.index) return row
  return Math.max(expansion.index, Math.floor((offset - expansion.height) / rowHeight))
}
