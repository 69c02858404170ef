import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { EmptyState } from '../components/empty-state'
import { loadView } from '../load-view'
import { address, hrefOf, push } from '../state/address'
import { switchTheme } from '../state/preferences'
import { scopeParams } from '../state/scope'
import { type View, viewAt, views } from '../views'
import { BottomNavigation } from './bottom-navigation'
import { KeyHelp, openKeyHelp } from './key-help'
import { useKeys } from './keys'
import { openPalette, Palette } from './palette'
import { Toast } from './toast'
import { TopBar } from './top-bar'

/** The whole page: top bar, the view of the address, overlays. */
export function App() {
  const view = viewAt(address.value.path)
  useEffect(() => {
    document.title = `${view?.name ?? 'Not found'} - azmon local`
  }, [view])
  useKeys([
    ...views.flatMap(({ name, path, key }) =>
      key === undefined
        ? []
        : [{ keys: `g then ${key}`, label: name, group: 'Go to', run: () => push(hrefOf(path, scopeParams())) }],
    ),
    { keys: '/', label: 'Search', group: 'Everywhere', run: () => openPalette() },
    { keys: 'Ctrl k', label: 'Commands', group: 'Everywhere', run: () => openPalette() },
    { keys: '?', label: 'All keys', group: 'Everywhere', run: openKeyHelp },
    { keys: 'Alt t', label: 'Dark or light', group: 'Everywhere', run: switchTheme },
  ])
  return (
    <div class="app">
      <TopBar selected={view} />
      {view === undefined ? <NotFound /> : <LoadedView key={view.path} view={view} />}
      <BottomNavigation selected={view} />
      <Palette />
      <KeyHelp />
      <Toast />
    </div>
  )
}

// --- helpers ---

const loaded = new Map<string, ComponentType>()

function LoadedView({ view }: { readonly view: View }) {
  const [Content, setContent] = useState<ComponentType | undefined>(() => loaded.get(view.path))
  const [failure, setFailure] = useState<string | undefined>(undefined)
  useEffect(() => {
    if (Content !== undefined) return
    loadView[view.path]().then(
      (module) => {
        loaded.set(view.path, module.default)
        setContent(() => module.default)
      },
      (error: unknown) => setFailure(String(error)),
    )
  }, [view, Content])
  if (Content !== undefined) return <Content />
  if (failure === undefined) return <main class="view" aria-busy="true" />
  return (
    <main class="view">
      <EmptyState title="This view could not be loaded">
        <p>azmon local does not answer, or was updated since this page was opened.</p>
        <p class="text3">{failure}</p>
        <button type="button" class="button primary" onClick={() => location.reload()}>
          Reload
        </button>
      </EmptyState>
    </main>
  )
}

function NotFound() {
  return (
    <main class="view">
      <EmptyState title="There is no such view">
        <p>
          <a href="/live">Open Live</a>
        </p>
      </EmptyState>
    </main>
  )
}
