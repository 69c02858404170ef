import type { GlyphName } from '../components/glyph'
import { hrefOf, push } from '../state/address'
import { switchTheme } from '../state/preferences'
import type { RecognizedId } from '../state/recognize-id'
import { roles } from '../state/roles'
import { scope, scopeParams, setHidesHealthChecks } from '../state/scope'
import { otherSource } from '../state/source'
import { views } from '../views'
import { bindings } from './keys'
import { chooseFile, downloadFile, exportHref } from './telemetry-file'

export interface PaletteEntry {
  readonly key: string
  readonly group: 'This id' | 'Operations' | 'Filter and go' | 'Commands'
  readonly glyph: GlyphName
  readonly label: string
  readonly detail?: string | undefined
  /** Shortcuts that also work elsewhere. */
  readonly keys?: string | undefined
  readonly run: () => void
}

/** Returns what matches the text: filters first, then commands. Without text, all commands. */
export function commandsFor(text: string, id: RecognizedId | undefined): readonly PaletteEntry[] {
  const wanted = text.trim().toLowerCase()
  const matches = ({ label }: PaletteEntry) => label.toLowerCase().includes(wanted)
  const searched = wanted === '' ? [] : [searchEntry(text.trim())]
  if (id !== undefined) return searched
  return [...(wanted === '' ? [] : roleEntries().filter(matches)), ...searched, ...commands().filter(matches)]
}

// --- helpers ---

function searchEntry(text: string): PaletteEntry {
  return {
    key: 'search',
    group: 'Filter and go',
    glyph: 'search',
    label: `Search every field for "${text}"`,
    run: () => push(hrefOf('/live', scopeParams(), { q: text })),
  }
}

function roleEntries(): readonly PaletteEntry[] {
  return roles.value.map(({ name }) => ({
    key: `role ${name}`,
    group: 'Filter and go',
    glyph: 'filter',
    label: `Only role ${name}`,
    run: () => push(hrefOf('/live', scopeParams(), { role: name })),
  }))
}

function commands(): readonly PaletteEntry[] {
  const hides = scope.value.hidesHealthChecks
  return [
    ...views.flatMap(({ name, path, key }): PaletteEntry[] =>
      key === undefined
        ? []
        : [
            {
              key: path,
              group: 'Commands',
              glyph: 'right',
              label: `Go to ${name}`,
              keys: `g then ${key}`,
              run: () => push(hrefOf(path, scopeParams())),
            },
          ],
    ),
    {
      key: 'health',
      group: 'Commands',
      glyph: hides ? 'eye' : 'eyeOff',
      label: hides ? 'Show health checks' : 'Hide health checks',
      keys: 'Alt m',
      run: () => setHidesHealthChecks(!hides),
    },
    { key: 'kql', group: 'Commands', glyph: 'code', label: 'Show this view as KQL', keys: 'Alt q', run: press('q') },
    { key: 'link', group: 'Commands', glyph: 'link', label: 'Copy a link', keys: 'Alt y', run: press('y') },
    ...(otherSource.value === undefined ? fileCommands() : []),
    { key: 'theme', group: 'Commands', glyph: 'sun', label: 'Switch dark and light', keys: 'Alt t', run: switchTheme },
    { key: 'keys', group: 'Commands', glyph: 'help', label: 'Show all keys', run: press('?') },
  ]
}

/** The telemetry that is stored here. */
function fileCommands(): readonly PaletteEntry[] {
  return [
    {
      key: 'export time',
      group: 'Commands',
      glyph: 'download',
      label: 'Export this time to a file',
      run: () => downloadFile(exportHref(scope.peek().selected)),
    },
    {
      key: 'export',
      group: 'Commands',
      glyph: 'download',
      label: 'Export everything to a file',
      run: () => downloadFile(exportHref()),
    },
    { key: 'import', group: 'Commands', glyph: 'upload', label: 'Import a file', run: chooseFile },
  ]
}

/** Runs what a key does in the current view. */
function press(key: string): () => void {
  return () => {
    const binding = bindings.peek().find(({ keys }) => [keys].flat().includes(key))
    binding?.run(new KeyboardEvent('keydown', { key }))
  }
}
