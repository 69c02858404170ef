import type { DataPoint } from '@azmon/core'

/** A performance counter, or a metric of Node's, as it is now. */
export type Reading = Omit<DataPoint, 'kind' | 'ns'> & { readonly namespace?: string }
