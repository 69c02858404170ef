import type { DataPoint } from '@azmon/core'

/** The current value of a performance counter or of a Node.js metric. */
export type Reading = Omit<DataPoint, 'kind' | 'ns'> & { readonly namespace?: string }
