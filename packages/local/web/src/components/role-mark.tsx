import { roleOf } from '../state/roles'
import { cut } from '../state/text'

/** Two letters on the hue of a role. Roles from the seventh on have an outlined mark. */
export function RoleMark({ name, withName = false }: { readonly name: string; readonly withName?: boolean }) {
  const { letters, position } = roleOf(name)
  const shown = name === '' ? 'no role' : name
  return (
    <span class="role" title={shown}>
      <span class={`mark role-${position <= 6 ? position : 'more'}`} aria-hidden="true">
        {letters}
      </span>
      {withName ? <span class="role-name">{cut(shown, 40)}</span> : <span class="visually-hidden">{shown}</span>}
    </span>
  )
}
