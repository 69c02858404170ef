import { useState } from 'preact/hooks'
import { Glyph } from '../../components/glyph'
import { Overlay } from '../../components/overlay'
import type { QueryTable } from '../../query/client'
import { FilterBox } from '../../shell/filter-box'
import { HealthButton } from '../../shell/health-button'
import { scope } from '../../state/scope'
import { LiveFacets } from './live-facets'

/** The filters of windows that are too narrow for a column of facets. */
export function FilterSheet({ table }: { readonly table: QueryTable | undefined }) {
  const [isOpen, setOpen] = useState(false)
  const { filters, text, hidesHealthChecks } = scope.value
  const active = filters.length + (text === '' ? 0 : 1) + (hidesHealthChecks ? 1 : 0)
  return (
    <>
      <button
        type="button"
        class="button filter-button"
        aria-label={`Filter, ${active} active`}
        onClick={() => setOpen(true)}
      >
        <Glyph name="filter" />
        {active > 0 && active}
      </button>
      <Overlay label="Filter" isOpen={isOpen} onClose={() => setOpen(false)} class="sheet filter-sheet">
        <div class="filter-sheet-content">
          <div class="filter-sheet-top">
            <FilterBox />
            <button type="button" class="button primary" onClick={() => setOpen(false)}>
              Done
            </button>
          </div>
          <HealthButton />
          <LiveFacets table={table} />
        </div>
      </Overlay>
    </>
  )
}
