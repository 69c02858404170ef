import { Glyph } from '../../components/glyph'
import { Tabs } from '../../components/tabs'
import { address, setParams } from '../../state/address'
import { HistoryList } from './history-list'
import { SavedList } from './saved-list'
import { SchemaTree } from './schema-tree'

interface SidePanelProps {
  /** In narrow windows, the panel lies over the others when it is open. */
  readonly isOpen: boolean
  readonly onClose: () => void
  /** Writes into the query at the cursor. */
  readonly onInsert: (text: string) => void
  /** Adds a query and runs it. */
  readonly onAppend: (text: string) => void
}

type Side = 'tables' | 'saved' | 'history'

/** The tables, and the queries that are saved, prepared or were run before. */
export function SidePanel({ isOpen, onClose, onInsert, onAppend }: SidePanelProps) {
  const chosen = address.value.params.get('side')
  const side: Side = chosen === 'saved' || chosen === 'history' ? chosen : 'tables'
  return (
    <aside class={isOpen ? 'query-side open' : 'query-side'} aria-label="Tables and queries">
      <Tabs<Side>
        label="Tables and queries"
        tabs={[
          { id: 'tables', label: 'Tables' },
          { id: 'saved', label: 'Saved' },
          { id: 'history', label: 'History' },
        ]}
        selected={side}
        onSelect={(id) => setParams({ side: id === 'tables' ? undefined : id })}
      >
        <button type="button" class="icon query-side-close" aria-label="Close" onClick={onClose}>
          <Glyph name="close" />
        </button>
      </Tabs>
      <div class="query-side-content" role="tabpanel" id={`panel-${side}`} aria-labelledby={`tab-${side}`}>
        {side === 'tables' && <SchemaTree onInsert={onInsert} />}
        {side === 'saved' && <SavedList onAppend={onAppend} />}
        {side === 'history' && <HistoryList onAppend={onAppend} />}
      </div>
    </aside>
  )
}
