import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'

/** An envelope as it arrived. Written down here a second time on purpose: a test that reads with the product's own code believes its mistakes. */
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
      /** Of a request or a dependency. */
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

/** A request body as the service reads it: one JSON array, or one envelope a line. */
export function decodeBody(body: Buffer, contentEncoding: string | undefined): readonly WireEnvelope[] {
  const text = decompress(body, contentEncoding).toString('utf8').trim()
  if (text.startsWith('[')) return JSON.parse(text)
  return text.split('\n').map((line) => JSON.parse(line))
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
