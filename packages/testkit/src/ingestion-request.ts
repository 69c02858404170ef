import type { WireEnvelope } from './decode-body'

export interface IngestionRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly bytes: number
  readonly items: readonly WireEnvelope[]
}
