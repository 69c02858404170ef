import { signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { hasLetterKeys } from '../state/preferences'

/** A shortcut, as `?` lists it. */
export interface KeyBinding {
  /** `j`, `Enter`, `Ctrl k`, or two in sequence: `g then l`. Several, if they do the same: `['j', 'ArrowDown']`. */
  readonly keys: string | readonly string[]
  readonly label: string
  readonly group: string
  /** Returns false if it does not apply now, so that the next binding of the same key runs. */
  readonly run: (event: KeyboardEvent) => unknown
}

/** The bindings of everything that is mounted. Later ones come first. */
export const bindings = signal<readonly KeyBinding[]>([])

/** Binds keys while a component is mounted. Runs the handlers of its latest render. */
export function useKeys(wanted: readonly KeyBinding[]): void {
  const signature = wanted.map(({ keys, label }) => `${keys} ${label}`).join('\n')
  const latest = useRef(wanted)
  latest.current = wanted
  useEffect(() => {
    const bound = wanted.map(({ keys, label, group }, index) => ({
      ...{ keys, label, group },
      run: (event: KeyboardEvent) => latest.current[index]?.run(event),
    }))
    bindings.value = [...bound, ...bindings.peek()]
    return () => {
      bindings.value = bindings.peek().filter((binding) => !bound.includes(binding))
    }
  }, [signature])
}

/** Handles all keys of the page. Returns a function that stops it. */
export function listenForKeys(): () => void {
  const stop = new AbortController()
  addEventListener('keydown', onKey, { signal: stop.signal })
  return () => stop.abort()
}

// --- helpers ---

const SEQUENCE_MS = 1_000
let prefix = ''
let prefixAtMs = 0

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const name = nameOf(event)
  const isPlain = !/^(Ctrl|Alt|Meta) /.test(name)
  if (isPlain && (isTyping(event) || isOverlayOpen())) return
  if (isPlain && name.length === 1 && !hasLetterKeys.peek()) return
  const sequence = prefix !== '' && event.timeStamp - prefixAtMs < SEQUENCE_MS ? `${prefix} then ${name}` : name
  prefix = ''
  for (const binding of bindings.peek()) {
    if (![binding.keys].flat().includes(sequence)) continue
    if (binding.run(event) === false) continue
    event.preventDefault()
    return
  }
  if (bindings.peek().some(({ keys }) => [keys].flat().some((key) => key.startsWith(`${name} then `)))) {
    prefix = name
    prefixAtMs = event.timeStamp
  }
}

function nameOf({ ctrlKey, metaKey, altKey, key, code }: KeyboardEvent): string {
  const modifier = ctrlKey || metaKey ? 'Ctrl ' : altKey ? 'Alt ' : ''
  // With Alt, some keyboards type another character.
  const letter = altKey && /^Key[A-Z]$/.test(code) ? code.slice(3) : key
  return modifier + (letter === ' ' ? 'Space' : letter.length === 1 ? letter.toLowerCase() : letter)
}

function isTyping({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'range'].includes(target.type) || key === ' '
  const activates = key === 'Enter' || key === ' '
  return activates && target.closest('button, a, summary, select') !== null
}

function isOverlayOpen(): boolean {
  return document.querySelector('dialog[open]') !== null
}
