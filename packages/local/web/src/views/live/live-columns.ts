import { computed } from '@preact/signals'
import { address, setParams } from '../../state/address'

/** Properties that are shown as columns. */
export const columns = computed<readonly string[]>(() => address.value.params.getAll('col'))

/** Properties that are shown as facets. */
export const facets = computed<readonly string[]>(() => address.value.params.getAll('facet'))

export function toggleColumn(property: string): void {
  setParams({ col: toggled(columns.peek(), property) })
}

export function toggleFacet(property: string): void {
  setParams({ facet: toggled(facets.peek(), property) })
}

// --- helpers ---

function toggled(all: readonly string[], one: string): readonly string[] {
  return all.includes(one) ? all.filter((each) => each !== one) : [...all, one]
}
