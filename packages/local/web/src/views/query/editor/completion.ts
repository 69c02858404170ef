import { applicationInsightsSchema, complete, hover, type Completion as KqlCompletion } from '@azmon/kql/editor'
import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete'

/** Completes tables, columns, operators and functions, and the names of custom properties after `customDimensions`. */
export function completeKql(properties: () => readonly string[]): CompletionSource {
  return (context) => completeProperty(context, properties()) ?? completeWord(context)
}

// --- helpers ---

function completeWord({ state, pos, explicit }: CompletionContext): CompletionResult | null {
  const { start, end, items } = complete(state.doc.toString(), pos, applicationInsightsSchema)
  const typed = state.sliceDoc(start, pos)
  if (!explicit && !/[A-Za-z_]/.test(typed)) return null
  const options = items.map(toOption)
  const isDone = options.length === 1 && options[0]?.label === typed
  if (options.length === 0 || isDone) return null
  return { from: start, to: end, options, filter: false, getMatch: () => [0, typed.length] }
}

/** After `customDimensions.` or `customDimensions["`. Names that are no identifiers need brackets. */
function completeProperty({ state, pos }: CompletionContext, properties: readonly string[]): CompletionResult | null {
  const line = state.doc.lineAt(pos)
  const before = line.text.slice(0, pos - line.from)
  const [, access, typed = ''] = /\b(?:customDimensions|Properties)(\.|\[["'])([\w.@ -]*)$/.exec(before) ?? []
  if (access === undefined) return null
  const from = pos - typed.length - access.length
  const rest = /^(["']?\])?/.exec(line.text.slice(pos - line.from))![0]
  const options = properties
    .filter((name) => name.toLowerCase().includes(typed.toLowerCase()))
    .map((name): Completion => ({ label: name, detail: 'property', apply: `[${JSON.stringify(name)}]` }))
  return options.length === 0 ? null : { from, to: pos + rest.length, options, filter: false }
}

function toOption({ label, kind, detail }: KqlCompletion): Completion {
  const isCall = kind === 'function' || kind === 'aggregate'
  return {
    label,
    detail: kind === 'column' ? detail : kind,
    type: kind,
    ...(isCall && { apply: applyCall }),
    info: () => (kind === 'column' ? null : describe(label, kind, detail)),
  }
}

/** Writes the brackets of a call, unless they are there, and puts the cursor into them. */
const applyCall: Exclude<Completion['apply'], string | undefined> = (view, { label }, from, to) => {
  const hasBracket = view.state.sliceDoc(to, to + 1) === '('
  const insert = hasBracket ? label : `${label}()`
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + label.length + 1 } })
}

function describe(label: string, kind: string, detail: string): Node | null {
  const isCall = kind === 'function' || kind === 'aggregate'
  const found = isCall ? hover(`${label}()`, 1, applicationInsightsSchema) : undefined
  const [title, text] = found === undefined ? [label, detail] : [found.title, found.text]
  return description(title, kind === 'table' ? `The same as ${text}.` : text)
}

/** The content of a tip: a signature in the font of code, and a line. */
export function description(title: string, text: string): HTMLElement {
  const place = document.createElement('div')
  place.className = 'kql-description'
  const [code, line] = [document.createElement('code'), document.createElement('p')]
  code.textContent = title
  line.textContent = text
  place.append(code, line)
  return place
}
