import type { Envelope } from '../../src/envelope/envelope'
import { PropertySerializer } from '../../src/envelope/properties'
import { processEnvelope } from '../../src/intake/process-envelope'
import { EnvelopeSerializer, type PreserializedTrace } from '../../src/item/serialize'
import { Redactor } from '../../src/redaction/redactor'

/** What becomes of a record: its line in the request body, and what is accounted for. */
export interface ItemLine {
  readonly kind: string
  readonly json: string | undefined
  readonly truncated: number | undefined
  readonly redacted: number
}

/** Serializes records as a client does. */
export class ItemLines {
  readonly properties: PropertySerializer
  readonly #redactor: Redactor
  readonly #serializer = new EnvelopeSerializer('00000000-0000-4000-8000-000000000001', { 'ai.cloud.role': 'rôle' })
  #redacted = 0

  constructor(redactKeys: readonly string[] = [], flatten?: 'dot') {
    this.#redactor = new Redactor(redactKeys, () => {
      this.#redacted++
    })
    this.properties = new PropertySerializer(this.#redactor, flatten !== undefined)
  }

  /** Undefined if nothing is made. */
  of(make: () => Envelope | PreserializedTrace | undefined): ItemLine | undefined {
    this.#redacted = 0
    const made = make()
    if (made === undefined) return undefined
    const intake = processEnvelope(made, {
      processors: [],
      onProcessorError: () => {},
      sampling: { ratio: 1, byKind: {}, bySeverity: {} },
      redactor: this.#redactor,
      serializer: this.#serializer,
    })
    const { item, cuts } = intake.kind === 'serialized' ? intake : { item: undefined, cuts: undefined }
    return { kind: intake.kind, json: item?.json, truncated: cuts?.truncated, redacted: this.#redacted }
  }

  /** How many secrets were redacted since `of` was called. */
  get redacted(): number {
    return this.#redacted
  }
}

/** @throws Error that shows where two lines differ: a comparison of Jest's would take minutes for long ones. */
export function checkSame(written: ItemLine, mapped: ItemLine | undefined): void {
  const [a, b] = [JSON.stringify(written), JSON.stringify(mapped)]
  if (a === b) return
  let at = 0
  while (a[at] === b?.[at]) at++
  const [is, ought] = [a, b].map((line) => line?.slice(Math.max(0, at - 100), at + 100))
  throw new Error(`written ${is}\n mapped ${ought}`)
}
