import type { TableName } from '@azmon/kql'
import { checkItem } from '../../src/ingest/check-item'
import { toRow } from '../../src/rows/to-row'
import { anEnvelope, type WireEnvelope } from '../an-envelope'

/** The row that is stored for an envelope, and its table. */
export function rowOf(envelope: WireEnvelope): { table: TableName; row: Readonly<Record<string, unknown>> } {
  const verdict = checkItem(envelope, Date.now())
  if (verdict.kind === 'rejected') throw new Error(verdict.message)
  return toRow(verdict.item, 'an-item-id')
}

export function rowOfData(baseType: string, baseData: Readonly<Record<string, unknown>>) {
  return rowOf(anEnvelope(baseType, baseData))
}
