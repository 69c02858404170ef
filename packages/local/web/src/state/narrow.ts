import { signal } from '@preact/signals'

const query = matchMedia('(max-width: 639px)')

/** Whether the window is so narrow that rows have two lines, as the style sheets say. */
export const isNarrow = signal(query.matches)

query.addEventListener('change', () => {
  isNarrow.value = query.matches
})
