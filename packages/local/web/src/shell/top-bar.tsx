import { Glyph } from '../components/glyph'
import { hrefOf } from '../state/address'
import { switchTheme } from '../state/preferences'
import { scopeParams } from '../state/scope'
import { type View, views } from '../views'
import { openKeyHelp } from './key-help'
import { openPalette } from './palette'
import { Rate } from './rate'
import { SourceName } from './source-name'

export function TopBar({ selected }: { readonly selected: View | undefined }) {
  return (
    <header class="top-bar">
      <a class="brand" href="/live" aria-label="azmon local">
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <path fill="currentColor" d="M1 2.5h14v2.2H1zM7 11.3h5v2.2H7z" />
          <path fill="var(--accent)" d="M4 6.9h8v2.2H4z" />
        </svg>
        <b>azmon</b> <span>local</span>
      </a>
      <SourceName />
      <nav class="views" aria-label="Views">
        {views
          .filter(({ key }) => key !== undefined)
          .map((view) => (
            <a
              key={view.path}
              href={hrefOf(view.path, scopeParams())}
              aria-current={view === selected ? 'page' : undefined}
            >
              {view.name}
            </a>
          ))}
      </nav>
      <button type="button" class="search-box" aria-label="Search, or paste any id" onClick={() => openPalette()}>
        <Glyph name="search" />
        <span>Search, or paste any id</span>
        <kbd>/</kbd>
      </button>
      <Rate />
      <button type="button" class="icon" aria-label="Dark or light" title="Dark or light (Alt T)" onClick={switchTheme}>
        <Glyph name="sun" />
      </button>
      <button type="button" class="icon help" aria-label="All keys" title="All keys (?)" onClick={openKeyHelp}>
        <Glyph name="help" />
      </button>
    </header>
  )
}
