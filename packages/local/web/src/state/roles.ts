import { computed, signal } from '@preact/signals'
import { roleLetters } from './role-letters'

export interface Role {
  readonly name: string
  /** Two letters. */
  readonly letters: string
  /** From 1 in order of first arrival. Hues 1 to 6 are filled marks; later roles have outlined marks. */
  readonly position: number
}

const names = signal<readonly string[]>([])

/** All roles, in order of first arrival. */
export const roles = computed<readonly Role[]>(() => {
  const letters = roleLetters(names.value)
  return names.value.map((name, index) => ({ name, letters: letters[index]!, position: index + 1 }))
})

const byName = computed(() => new Map(roles.value.map((role) => [role.name, role])))

/** Returns the role with this name. Asks the server for roles that are new. */
export function roleOf(name: string): Role {
  const known = byName.value.get(name)
  if (known === undefined && name !== '' && !asked.has(name)) scheduleLoad(name)
  return known ?? { name, letters: roleLetters([name])[0]!, position: 7 }
}

/** Reads the order of the roles, which the server keeps. */
export async function loadRoles(): Promise<void> {
  const response = await fetch('/api/roles')
  if (!response.ok) return
  const { roles: found } = (await response.json()) as { roles: readonly string[] }
  if (found.join('\n') !== names.peek().join('\n')) names.value = found
}

// --- helpers ---

/** New roles often arrive together. */
const NEW_ROLE_DELAY_MS = 500

/** Roles that the server was asked for. It may not know them yet, so that they are asked for again after a while. */
const asked = new Set<string>()
const ASK_AGAIN_MS = 10_000

let isLoadScheduled = false

function scheduleLoad(name: string): void {
  asked.add(name)
  setTimeout(() => asked.delete(name), ASK_AGAIN_MS)
  if (isLoadScheduled) return
  isLoadScheduled = true
  setTimeout(() => {
    isLoadScheduled = false
    loadRoles().catch(() => undefined)
  }, NEW_ROLE_DELAY_MS)
}
