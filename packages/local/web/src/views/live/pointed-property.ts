import { signal } from '@preact/signals'
import type { FilterField } from '../../state/scope'

/** The property of a record that the pointer or the focus is on, for the keys that filter by it. */
export const pointedProperty = signal<{ readonly field: FilterField; readonly value: string } | undefined>(undefined)
