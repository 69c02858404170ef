import type { ComponentChildren } from 'preact'
import { Glyph } from '../components/glyph'
import { RoleMark } from '../components/role-mark'
import { isNarrow } from '../state/narrow'
import { roles } from '../state/roles'
import { filterFor, setOnly } from '../state/scope'
import { CopyLink } from './copy-link'
import { useKeys } from './keys'
import { openKql } from './open-kql'
import { TimeMenu } from './time-menu'

interface ScopeBarProps {
  /** Returns the query behind the view. */
  readonly kql: () => string
  /** Before the time range, such as the button "Live". */
  readonly before?: ComponentChildren
  /** The filter box, and buttons beside it. */
  readonly children?: ComponentChildren
}

/** What a view is restricted to: time, roles, filters. */
export function ScopeBar({ kql, before, children }: ScopeBarProps) {
  useKeys([{ keys: ['q', 'Alt q'], label: 'Show this view as KQL', group: 'View', run: () => openKql(kql()) }])
  return (
    <div class="scope-bar" role="toolbar" aria-label="Scope">
      {before}
      <TimeMenu />
      <RoleFilter />
      {children}
      <span class="scope-end">
        <button type="button" class="button quiet as-kql" title="As KQL (Q)" onClick={() => openKql(kql())}>
          <Glyph name="code" />
          <span>As KQL</span>
        </button>
        <CopyLink />
      </span>
    </div>
  )
}

// --- helpers ---

const SHOWN_ROLES = 6
const SHOWN_ROLES_NARROW = 4

/** A click shows only this role, or all again. Ctrl adds a role. */
function RoleFilter() {
  const only = filterFor('role')?.values ?? []
  const toggle = (name: string, isAdded: boolean) => {
    const others = only.filter((each) => each !== name)
    const isOn = only.includes(name)
    setOnly('role', isAdded ? (isOn ? others : [...only, name]) : isOn && only.length === 1 ? [] : [name])
  }
  if (roles.value.length === 0) return null
  const shown = isNarrow.value ? SHOWN_ROLES_NARROW : SHOWN_ROLES
  return (
    <span class="role-filter" role="group" aria-label="Roles">
      {roles.value.slice(0, shown).map(({ name }) => (
        <button
          key={name}
          type="button"
          class={only.length === 0 || only.includes(name) ? '' : 'off'}
          aria-pressed={only.includes(name)}
          title={`Only ${name} (Ctrl adds)`}
          onClick={(event) => toggle(name, event.ctrlKey || event.metaKey)}
        >
          <RoleMark name={name} withName />
        </button>
      ))}
      {roles.value.length > shown && <span class="text3">+{roles.value.length - shown}</span>}
    </span>
  )
}
