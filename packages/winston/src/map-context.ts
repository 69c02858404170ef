import type { PropertySerializer, RecordsAs } from '@azmon/core'
import type { Severities } from './levels'

/** What mapping has to know beside the record. */
export interface MapContext {
  readonly write: PropertySerializer
  readonly severities: Severities
  /** The name by which the logger is looked up. */
  readonly logger: string | undefined
  readonly errorKeys: readonly string[]
  readonly recordsAs: RecordsAs
}
