import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'

/** An envelope as received. Declared independently of the product, so that tests do not share its mistakes. */
export interface WireEnvelope {
  readonly ver: number
  readonly name: string
  readonly time: string
  readonly iKey: string
  readonly sampleRate?: number
  readonly tags: Readonly<Record<string, string>>
  readonly data: {
    readonly baseType: string
    readonly baseData: {
      readonly ver: number
      readonly message?: string
      readonly severityLevel?: number
      readonly properties?: Readonly<Record<string, string>>
      readonly measurements?: Readonly<Record<string, number>>
      readonly problemId?: string
      readonly exceptions?: readonly WireException[]
      readonly metrics?: readonly WirePoint[]
      /** The id of a request or dependency. */
      readonly id?: string
      readonly name?: string
    }
  }
}

export interface WirePoint {
  readonly name: string
  readonly ns?: string
  readonly kind: number
  readonly value: number
  readonly count?: number
  readonly min?: number
  readonly max?: number
  readonly stdDev?: number
}

export interface WireException {
  readonly id: number
  readonly outerId?: number
  readonly typeName: string
  readonly message: string
  readonly hasFullStack: boolean
  readonly stack?: string
  readonly parsedStack?: readonly {
    readonly level: number
    readonly method: string
    readonly fileName?: string
    readonly line?: number
  }[]
}

/** Decodes a request body as the service does: one JSON array, or one envelope per line. */
export function decodeBody(body: Buffer, contentEncoding: string | undefined): readonly WireEnvelope[] {
  const json = decompress(body, contentEncoding).toString('utf8').trim()
  if (json.startsWith('[')) return JSON.parse(json)
  return json.split('\n').map((line) => JSON.parse(line))
}

function decompress(body: Buffer, contentEncoding: string | undefined): Buffer {
  switch (contentEncoding) {
    case 'gzip':
      return gunzipSync(body)
    case 'deflate':
      return inflateSync(body)
    case 'br':
      return brotliDecompressSync(body)
    default:
      return body
  }
}
