import { roleOf } from '../../state/roles'

/** Returns the colour of a role, for bars. */
export function hueOf(role: string): string {
  const { position } = roleOf(role)
  return position <= 6 ? `var(--role-${position})` : 'var(--bar)'
}
