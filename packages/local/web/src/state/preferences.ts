import { effect, signal } from '@preact/signals'

// What a person prefers on this machine. Not part of a link.

export type Theme = 'system' | 'dark' | 'light'

export const theme = signal<Theme>(readTheme())

/** Whether single letters are shortcuts. Some people's speech input types letters. */
export const hasLetterKeys = signal(localStorage.getItem('azmon.letter-keys') !== 'off')

effect(() => {
  document.documentElement.dataset['theme'] = theme.value
  localStorage.setItem('azmon.theme', theme.value)
})

effect(() => localStorage.setItem('azmon.letter-keys', hasLetterKeys.value ? 'on' : 'off'))

/** Switches between dark and light, starting from what is seen now. */
export function switchTheme(): void {
  const isDark =
    theme.value === 'dark' || (theme.value === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
  theme.value = isDark ? 'light' : 'dark'
}

// --- helpers ---

function readTheme(): Theme {
  const stored = localStorage.getItem('azmon.theme')
  return stored === 'dark' || stored === 'light' ? stored : 'system'
}
