/** One log call. The same index always gives the same call; different indexes give different calls. */
export interface LogCall {
  readonly level: 'info' | 'error'
  readonly message: string
  readonly fields: RecordFields
  /** The request during which the record is logged. */
  readonly request?: ServedRequest
}

export interface RecordFields {
  /** Identifies the record at the endpoint, and in files that a contender leaves on disk. */
  readonly recordId: number
  readonly [name: string]: unknown
}

/** A served request, which has its own child logger and active span. */
export interface ServedRequest {
  readonly index: number
  readonly bound: Readonly<Record<string, unknown>>
  readonly traceId: string
  readonly spanId: string
}

export interface Shape {
  /** Shown on the benchmark page. */
  readonly description: string
  /** True if the calls belong to requests; each request has its own child logger and span. */
  readonly isInRequests?: true
  call(index: number): LogCall
}

export type ShapeName = 'flat' | 'nested' | 'http' | 'error' | 'long' | 'child'

/** The kinds of records that programs log. To add a shape, add its name above and an entry here. */
export const SHAPES: Readonly<Record<ShapeName, Shape>> = {
  flat: {
    description: 'a message of about 60 characters, 6 plain fields',
    call: (index) => ({ ...order(index), fields: { ...plainFields(index), basket: 'books, tea' } }),
  },
  nested: {
    description: '5 plain fields and an object two levels deep',
    call: (index) => ({
      ...order(index),
      fields: {
        ...plainFields(index),
        ctx: {
          requestId: hex(index, 32),
          attempt: index % 4,
          flags: { cached: index % 2 === 0, beta: index % 5 === 0 },
        },
      },
    }),
  },
  http: {
    description:
      '`req` with method, URL with query, 12 headers (in turns a bearer token, a cookie, and no secret) and remote address; `res` with status and headers; `responseTime`',
    call: (index) => ({
      level: 'info',
      message: 'request completed',
      fields: { recordId: index, req: httpRequest(index), res: httpResponse(index), responseTime: (index % 911) / 4 },
    }),
  },
  error: {
    description: 'logged as an error: an Error with a cause and two fields of its own, in `err`',
    call: (index) => ({
      level: 'error',
      message: `The payment of order ${index} failed`,
      fields: { recordId: index, err: paymentError(index) },
    }),
  },
  long: {
    description: 'a message of 2,000 characters with line breaks, quotes and umlauts; an array of 50 numbers',
    call: (index) => ({
      level: 'info',
      message: longText(index),
      fields: { recordId: index, samples: samples(index) },
    }),
  },
  child: {
    description:
      'child loggers with 4 bound fields, each for 10 records inside an active span of `@opentelemetry/api`; 2 fields in each record',
    isInRequests: true,
    call: (index) => ({
      ...order(index),
      fields: { recordId: index, total: index * 1.25 },
      request: servedRequest(Math.floor(index / RECORDS_PER_REQUEST)),
    }),
  },
}

/** Finds the record ids in a string of envelopes, in any format. */
export function recordIdsIn(text: string): number[] {
  return Array.from(text.matchAll(/"recordId":"?(\d+)/g), ([, id]) => Number(id))
}

// --- helpers, in order of use ---

function order(index: number): Pick<LogCall, 'level' | 'message'> {
  return { level: 'info', message: `The order with the number ${index} was taken and is being packed` }
}

function plainFields(index: number) {
  return {
    recordId: index,
    customer: `customer-${index % 977}`,
    warehouse: 'west-2',
    express: index % 7 === 0,
    total: index * 1.25,
  }
}

/** Returns pseudo-random hexadecimal digits, which compress as badly as real ids. The digits differ for each kind of id. */
function hex(index: number, digits: number, kind: (typeof KINDS)[number] = 'id'): string {
  const seed = index * KINDS.length + KINDS.indexOf(kind) + 1
  let text = ''
  for (let word = 1; text.length < digits; word++) {
    const mixed = Math.imul(seed ^ (word << 24), 0x9e3779b1)
    const scattered = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b)
    text += ((scattered ^ (scattered >>> 13)) >>> 0).toString(16).padStart(8, '0')
  }
  return text.slice(0, digits)
}

const KINDS = ['id', 'trace', 'span', 'secret'] as const

const METHODS = ['GET', 'GET', 'POST', 'PUT'] as const
const PATHS = ['/orders', '/orders/search', '/stock', '/customers', '/baskets'] as const

function httpRequest(index: number) {
  return {
    method: METHODS[index % METHODS.length],
    url: `${PATHS[index % PATHS.length]}?customer=customer-${index % 977}&page=${index % 31}&sort=price`,
    headers: {
      host: 'shop.example.com',
      connection: 'keep-alive',
      accept: 'application/json, text/plain, */*',
      'accept-encoding': 'gzip, deflate, br',
      'accept-language': 'de-DE,de;q=0.9,en;q=0.8',
      'user-agent':
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
      'content-type': 'application/json',
      'content-length': String(100 + (index % 1_999)),
      'x-forwarded-for': `203.0.113.${index % 254}`,
      'x-request-id': hex(index, 32),
      traceparent: `00-${hex(index, 32, 'trace')}-${hex(index, 16, 'span')}-01`,
      ...callerHeader(index),
    },
    remoteAddress: `10.0.${index % 16}.${index % 250}`,
  }
}

function callerHeader(index: number): Readonly<Record<string, string>> {
  switch (index % 3) {
    case 0:
      return { authorization: `Bearer ${hex(index, 64, 'secret')}` }
    case 1:
      return { cookie: `session=${hex(index, 32, 'secret')}; theme=dark` }
    default:
      return { referer: `https://shop.example.com/baskets/${index % 977}` }
  }
}

function httpResponse(index: number) {
  return {
    statusCode: index % 50 === 0 ? 404 : 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(200 + (index % 4_999)),
      etag: `W/"${(index * 7_919).toString(36)}"`,
      'cache-control': 'no-store',
    },
  }
}

function paymentError(index: number): Error {
  const cause = new RangeError(`The card of customer-${index % 977} has expired`)
  const error = new Error(`The bank refused payment ${hex(index, 12)}`, { cause })
  return Object.assign(error, { code: 'PAYMENT_REFUSED', orderId: index })
}

const LONG_CHARACTERS = 2_000
const LINES = [
  'Die Größe "XL" ist über Nacht ausverkauft; Bestellungen für Köln und Düsseldorf warten bis Dienstag.',
  'Artikel "Jäckchen, grün" fehlt im Lager West 2, Ersatz kommt aus "Süd 4".',
  'The price in row 17 is "12,50 €", which is no number: the row was skipped.',
  '    at importRow (/srv/shop/import/rows.js:118:23)',
  'Rückgabe geprüft: "Schlüsselanhänger", Zustand "wie neu", Gutschrift veranlasst.',
] as const

function longText(index: number): string {
  const lines = [`Import ${hex(index, 16)} ended with warnings:`]
  let characters = 0
  for (let line = index; characters < LONG_CHARACTERS; line++) {
    const text = `${line % 1_000}: ${LINES[line % LINES.length]}`
    lines.push(text)
    characters += text.length
  }
  return lines.join('\n').slice(0, LONG_CHARACTERS)
}

function samples(index: number): readonly number[] {
  return Array.from({ length: 50 }, (_, at) => ((index * 31 + at * 17) % 1_000) / 8)
}

const RECORDS_PER_REQUEST = 10

function servedRequest(index: number): ServedRequest {
  return {
    index,
    bound: {
      requestId: hex(index, 32),
      tenant: `tenant-${index % 23}`,
      route: PATHS[index % PATHS.length],
      userId: index % 4_001,
    },
    traceId: hex(index, 32, 'trace'),
    spanId: hex(index, 16, 'span'),
  }
}
