import { signal } from '@preact/signals'

/** The row that the keys act on. */
export const selectedId = signal<string | undefined>(undefined)
