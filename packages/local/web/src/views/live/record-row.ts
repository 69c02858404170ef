import type { Value } from '../../query/client'

/** A whole row, by column name. */
export type RecordRow = { readonly [column: string]: Value | undefined }
