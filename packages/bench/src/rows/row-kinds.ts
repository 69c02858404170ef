import type { TableName } from '@azmon/kql'
import type { AnyRow } from './collect'

/** Something that the program does once, and how to find its rows. */
export interface RowKind {
  readonly title: string
  readonly tables: readonly TableName[]
  readonly isOwn: (row: AnyRow) => boolean
}

export const ROW_KINDS: readonly RowKind[] = [
  request('a request', '/orders/7'),
  request('a request that continues a trace', '/continued'),
  request('a request, 404', '/missing'),
  request('a request, 500', '/broken'),
  request('a request whose handler throws', '/throws'),
  request('a request that its client aborts', '/slow'),
  request('a tracked request', '/tracked'),
  call('a call by http, 200', '/ok'),
  call('a call by http, 500', '/fails'),
  call('a refused call', '/refused'),
  call('a call to an unknown host', '/unresolved'),
  call('a call by fetch', '/fetched'),
  kind('a tracked dependency', ['dependencies'], ({ name }) => name === 'Tracked call'),
  kind('a database span', ['dependencies'], ({ name }) => name === 'SELECT orders'),
  kind('the error of a refused call', ['exceptions'], contains('connect ECONNREFUSED')),
  kind('the error of a call to an unknown host', ['exceptions'], contains('getaddrinfo')),
  log('a log line in a request', 'Order asked for'),
  log('a log line with fields', 'Order placed'),
  log('a warning', 'Card expires soon'),
  log('a log line below the level', 'Below the level'),
  log('a log line of a child logger', 'Order shipped'),
  log('a log line of level error', 'Out of stock'),
  log('a log line of pino', 'Written by pino'),
  log('a line of console.log', 'Printed by console'),
  log('a logged error', 'Logged by itself'),
  log('an error logged after a text', 'Card declined'),
  log('an error logged in a field', 'Card refused'),
  log('a tracked trace', 'Tracked trace'),
  log('a tracked exception', 'Tracked error'),
  kind('a tracked event', ['customEvents'], () => true),
  kind('a tracked metric', ['customMetrics'], ({ name }) => name === 'queue length'),
  kind('a tracked availability result', ['availabilityResults'], () => true),
  kind('a tracked page view', ['pageViews'], () => true),
]

// --- helpers, in order of use ---

function request(title: string, path: string): RowKind {
  return kind(title, ['requests'], ({ url }) => String(url).startsWith(`http://shop.example${path}`))
}

function call(title: string, path: string): RowKind {
  return kind(title, ['dependencies'], ({ data }) => String(data).split('?', 1)[0]!.endsWith(path))
}

/** Libraries do not agree on which records are exceptions. */
function log(title: string, text: string): RowKind {
  return kind(title, ['traces', 'exceptions'], contains(text))
}

function kind(title: string, tables: RowKind['tables'], isOwn: RowKind['isOwn']): RowKind {
  return { title, tables, isOwn }
}

function contains(text: string): RowKind['isOwn'] {
  return ({ message, outerMessage, customDimensions }) =>
    [message, outerMessage, (customDimensions as AnyRow)['message']].some((each) => String(each).includes(text))
}
