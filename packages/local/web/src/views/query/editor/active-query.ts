import { statements } from '@azmon/kql/editor'
import { type EditorState, type RangeSet, RangeSetBuilder } from '@codemirror/state'
import { GutterMarker, gutterLineClass } from '@codemirror/view'
import { queryIndexAt } from '../query-index-at'

/** Marks the lines of the query that Run would run with an edge at their numbers. */
export const activeQuery = gutterLineClass.compute(['doc', 'selection'], markedLines)

// --- helpers ---

const EDGE = new (class extends GutterMarker {
  override elementClass = 'query-edge'
})()

function markedLines({ doc, selection }: EditorState): RangeSet<GutterMarker> {
  const builder = new RangeSetBuilder<GutterMarker>()
  const queries = statements(doc.toString())
  const query = queries[queryIndexAt(queries, selection.main.head)]
  if (query === undefined) return builder.finish()
  const end = query.start + query.text.trimEnd().length
  for (let at = query.start; at <= end; ) {
    const line = doc.lineAt(at)
    builder.add(line.from, line.from, EDGE)
    at = line.to + 1
  }
  return builder.finish()
}
