import { applicationInsightsSchema, type EditorToken, tokens } from '@azmon/kql/editor'
import { type Range, RangeSet } from '@codemirror/state'
import { Decoration, type DecorationSet, type EditorView, ViewPlugin } from '@codemirror/view'

/** Colors the tokens of KQL. A query has at most 65,536 characters, so all of them are read again after each change. */
export const highlightKql = ViewPlugin.define(
  (view: EditorView) => {
    const plugin = {
      decorations: decorate(view.state.doc.toString()),
      update({ docChanged, state }: { docChanged: boolean; state: EditorView['state'] }) {
        if (docChanged) plugin.decorations = decorate(state.doc.toString())
      },
    }
    return plugin
  },
  { decorations: ({ decorations }) => decorations },
)

// --- helpers ---

const TABLES = new Set(
  Object.entries(applicationInsightsSchema).flatMap(([name, { workspaceName }]) => [name, workspaceName]),
)

function decorate(text: string): DecorationSet {
  const ranges: Range<Decoration>[] = []
  for (const token of tokens(text)) {
    const name = classOf(token, text)
    if (name !== undefined && token.end > token.start) ranges.push(markOf(name).range(token.start, token.end))
  }
  return RangeSet.of(ranges, true)
}

function classOf({ kind, start, end }: EditorToken, text: string): string | undefined {
  if (kind === 'name') return TABLES.has(text.slice(start, end)) ? 'kql-table' : undefined
  if (kind === 'punctuation') return text.slice(start, end) === '|' ? 'kql-operator' : undefined
  return `kql-${kind}`
}

const known = new Map<string, Decoration>()

function markOf(name: string): Decoration {
  const mark = known.get(name) ?? Decoration.mark({ class: name })
  known.set(name, mark)
  return mark
}
