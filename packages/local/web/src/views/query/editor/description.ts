import { applicationInsightsSchema, hover } from '@azmon/kql/editor'
import type { EditorView, Tooltip } from '@codemirror/view'
import { description } from './completion'

/** Describes the function, operator or table under the pointer. */
export function describeKql(view: EditorView, pos: number): Tooltip | null {
  const found = hover(view.state.doc.toString(), pos, applicationInsightsSchema)
  if (found === undefined || pos < found.start || pos > found.end) return null
  return {
    pos: found.start,
    end: found.end,
    above: true,
    create: () => ({ dom: description(found.title, found.text) }),
  }
}
