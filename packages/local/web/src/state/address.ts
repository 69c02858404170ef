import { computed, type ReadonlySignal, signal } from '@preact/signals'

/** The address of the page. It holds all state that a link should carry. */
export interface Address {
  readonly path: string
  readonly params: URLSearchParams
  /** Without its `#`. Never sent to a server. */
  readonly fragment: string
}

/** Values to set. Undefined removes a parameter; an array sets it once per element. */
export type ParamChanges = Readonly<Record<string, string | readonly string[] | undefined>>

const current = signal(read())

export const address: ReadonlySignal<Address> = current

/** Opens another view: adds an entry to the history. */
export function push(href: string): void {
  history.pushState(null, '', href)
  current.value = read()
}

/** Changes the state of the view without adding an entry to the history. */
export function replace(href: string): void {
  if (href === location.pathname + location.search + location.hash) return
  history.replaceState(null, '', href)
  current.value = read()
}

/** Changes parameters of the current view without adding an entry to the history. */
export function setParams(changes: ParamChanges): void {
  const { fragment } = current.peek()
  replace(hrefWith(changes) + (fragment === '' ? '' : `#${fragment}`))
}

/** Returns the current address with other parameters. Parameters that are not named stay. */
export function hrefWith(changes: ParamChanges, path: string = current.peek().path): string {
  return hrefOf(path, current.peek().params, changes)
}

/** Returns an address. `,`, `:`, `/`, `!` and `~` stay readable. */
export function hrefOf(path: string, params: URLSearchParams, changes: ParamChanges = {}): string {
  const next = new URLSearchParams(params)
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name)
    if (value !== undefined) for (const each of [value].flat()) next.append(name, each)
  }
  const query = next.toString().replace(/%(2C|3A|2F|21|7E)/g, decodeURIComponent)
  return query === '' ? path : `${path}?${query}`
}

/** Returns a signal with the first value of a parameter. */
export function param(name: string): ReadonlySignal<string | undefined> {
  return computed(() => current.value.params.get(name) ?? undefined)
}

/** Follows the browser's back and forward buttons, and links to addresses of the page. Returns a function that stops it. */
export function followHistory(): () => void {
  const stop = new AbortController()
  addEventListener(
    'popstate',
    () => {
      current.value = read()
    },
    { signal: stop.signal },
  )
  addEventListener('click', followLink, { signal: stop.signal })
  return () => stop.abort()
}

// --- helpers ---

function read(): Address {
  return {
    path: location.pathname === '/' ? '/live' : location.pathname,
    params: new URLSearchParams(location.search),
    fragment: location.hash.slice(1),
  }
}

function followLink(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0
  if (link === null || event.defaultPrevented || opensElsewhere || link.target !== '' || link.download !== '') return
  if (link.origin !== location.origin) return
  event.preventDefault()
  push(link.pathname + link.search + link.hash)
}
