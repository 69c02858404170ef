/** A span has a start and an end, the other kinds are points in time. */
export type ItemKind =
  | 'request'
  | 'dependency'
  | 'pageView'
  | 'availabilityResult'
  | 'trace'
  | 'exception'
  | 'customEvent'

/** One row of telemetry of an operation. */
export interface Item {
  /** The id that ingestion gave to the row. Unique. */
  readonly itemId: string
  readonly kind: ItemKind
  /** The id of a span. Empty for points. */
  readonly id: string
  readonly parentId: string
  /** In milliseconds since 1970, with fractions. */
  readonly startMs: number
  /** 0 for points. */
  readonly durationMs: number
  readonly role: string
  /** What the row is about: the name of a span or event, the message of a log, type and message of an exception. */
  readonly title: string
  /** What the title leaves open: the target or the statement of a dependency. */
  readonly detail: string
  readonly resultCode: string
  readonly isFailed: boolean
  /** From 0 (verbose) to 4 (critical). Undefined for spans and events. */
  readonly severityLevel: number | undefined
  /** The row as the query returned it. */
  readonly row: TransactionRow
}

/** A row of the query of a transaction, by the names of its columns. */
export type TransactionRow = Readonly<Record<string, unknown>>

export function isSpan({ kind }: Item): boolean {
  return SPAN_KINDS.has(kind)
}

export function isError(item: Item): boolean {
  return item.isFailed || item.kind === 'exception' || (item.severityLevel ?? 0) >= ERROR_LEVEL
}

/** Returns the item of a row, or undefined if it is of a table that has no place in a transaction. */
export function toItem(row: TransactionRow): Item | undefined {
  const kind = KINDS[text(row['itemType'])]
  if (kind === undefined) return undefined
  const severityLevel = typeof row['severityLevel'] === 'number' ? row['severityLevel'] : undefined
  const span = SPAN_KINDS.has(kind)
  return {
    itemId: text(row['itemId']),
    kind,
    id: span ? text(row['id']) : '',
    parentId: text(row['operation_ParentId']),
    startMs: millisOf(text(row['timestamp'])),
    durationMs: span && typeof row['duration'] === 'number' ? Math.max(0, row['duration']) : 0,
    role: text(row['cloud_RoleName']),
    ...titleOf(kind, row),
    resultCode: text(row['resultCode']),
    isFailed: span && text(row['success']) === 'False',
    severityLevel: kind === 'trace' || kind === 'exception' ? severityLevel : undefined,
    row,
  }
}

// --- helpers, in order of use ---

const SPAN_KINDS: ReadonlySet<ItemKind> = new Set(['request', 'dependency', 'pageView', 'availabilityResult'])

const ERROR_LEVEL = 3

const KINDS: Readonly<Record<string, ItemKind>> = {
  request: 'request',
  dependency: 'dependency',
  pageView: 'pageView',
  availabilityResult: 'availabilityResult',
  trace: 'trace',
  exception: 'exception',
  customEvent: 'customEvent',
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** What SDKs of others do not name. */
const NAMELESS = 'without a name'

/** Date.parse drops the digits after the millisecond, which order the items of one millisecond. */
export function millisOf(timestamp: string): number {
  const [, digits = ''] = /\.\d{3}(\d+)Z$/.exec(timestamp) ?? []
  return Date.parse(timestamp) + Number(`0.${digits || '0'}`)
}

function titleOf(kind: ItemKind, row: TransactionRow): Pick<Item, 'title' | 'detail'> {
  switch (kind) {
    case 'trace':
      return { title: text(row['message']), detail: '' }
    case 'exception': {
      const type = text(row['type'])
      const message = text(row['outerMessage']) || text(row['problemId'])
      return { title: [type, message].filter(Boolean).join(': ') || NAMELESS, detail: '' }
    }
    case 'dependency': {
      const target = text(row['target'])
      const title = text(row['name']) || target || text(row['type']) || NAMELESS
      return { title, detail: title.includes(target) ? '' : target }
    }
    default:
      return { title: text(row['name']) || text(row['url']) || NAMELESS, detail: '' }
  }
}
