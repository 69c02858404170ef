import { signal } from '@preact/signals'
import { Overlay } from '../components/overlay'
import { hrefOf } from '../state/address'
import { scopeParams } from '../state/scope'
import { type View, views } from '../views'
import { openKeyHelp } from './key-help'

const isMoreOpen = signal(false)

/** The views at the bottom of narrow windows: the first four, and the others behind "More". */
export function BottomNavigation({ selected }: { readonly selected: View | undefined }) {
  const all = views.filter(({ key }) => key !== undefined)
  const main = FIRST.flatMap((path) => all.filter((view) => view.path === path))
  const others = all.filter((view) => !main.includes(view))
  const link = (view: View) => (
    <a
      key={view.path}
      href={hrefOf(view.path, scopeParams())}
      aria-current={view === selected ? 'page' : undefined}
      onClick={close}
    >
      {view.name}
    </a>
  )
  return (
    <>
      <nav class="bottom-navigation" aria-label="Main views">
        {main.map(link)}
        <button type="button" onClick={open} aria-current={selected && others.includes(selected) ? 'page' : undefined}>
          More
        </button>
      </nav>
      <Overlay label="More" isOpen={isMoreOpen.value} onClose={close} class="sheet">
        <nav class="more-views" aria-label="More views">
          {others.map(link)}
          <button type="button" onClick={() => [close(), openKeyHelp()]}>
            All keys
          </button>
        </nav>
      </Overlay>
    </>
  )
}

// --- helpers ---

const FIRST = ['/live', '/query', '/failures', '/map']

function open(): void {
  isMoreOpen.value = true
}

function close(): void {
  isMoreOpen.value = false
}
