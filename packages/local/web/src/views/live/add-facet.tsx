import { useState } from 'preact/hooks'
import { Popover } from '../../components/popover'
import { toObjects } from '../../query/client'
import { itemsQuery } from '../../query/items'
import { useQuery } from '../../query/use-query'
import { useKeys } from '../../shell/keys'
import { count } from '../../state/format'
import { scope } from '../../state/scope'
import { facets, toggleFacet } from './live-columns'

/** Lets a person choose a property to show as a facet. */
export function AddFacet() {
  const [isOpen, setOpen] = useState(false)
  useKeys([{ keys: 'f', label: 'Add a facet', group: 'List', run: () => setOpen(true) }])
  return (
    <div class="add-facet">
      <Popover
        label="Add a property"
        isOpen={isOpen}
        onOpen={setOpen}
        buttonClass="add-facet-button"
        button={
          <>
            Add a property <kbd>F</kbd>
          </>
        }
      >
        <PropertyNames onChosen={() => setOpen(false)} />
      </Popover>
    </div>
  )
}

// --- helpers ---

function PropertyNames({ onChosen }: { readonly onChosen: () => void }) {
  const [search, setSearch] = useState('')
  const { table, isLoading } = useQuery(`${itemsQuery(scope.value)}\n| ${NAMES}`)
  const names = table === undefined ? [] : toObjects<{ name: string; items: number }>(table)
  const shown = names.filter(
    ({ name }) => !facets.value.includes(name) && name.toLowerCase().includes(search.toLowerCase()),
  )
  return (
    <>
      <input
        type="text"
        class="menu-search"
        aria-label="Find a property"
        placeholder="Find a property"
        value={search}
        onInput={({ currentTarget }) => setSearch(currentTarget.value)}
      />
      <ul class="menu property-names">
        {shown.map(({ name, items }) => (
          <li key={name}>
            <button type="button" onClick={() => [toggleFacet(name), onChosen()]}>
              <span>{name}</span> <span class="text3">{count(items)}</span>
            </button>
          </li>
        ))}
        {shown.length === 0 && <li class="menu-note">{isLoading ? 'Looking' : 'No such property in these items'}</li>}
      </ul>
    </>
  )
}

/** The names in a part of the items, which is enough to choose from. */
const NAMES = `take 20000
| mv-expand name = bag_keys(customDimensions) to typeof(string)
| summarize items = count() by name
| top 300 by items desc`
