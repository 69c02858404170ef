import type { AcceptedItem } from '../ingest/check-item'
import { readInteger, readObjects, readString, type WireObject } from '../ingest/wire'
import { itemContext } from './context'
import { addColumns, type NewRow } from './row'
import { severityLevel } from './severity-level'

export function exceptionRow(item: AcceptedItem, itemId: string): NewRow<'exceptions'> {
  const { baseData } = item
  const details = readObjects(baseData, 'exceptions')
  const outer = summary(details[0] ?? {})
  const innermost = summary(innermostOf(details))
  return addColumns(itemContext('exceptions', item, itemId), {
    problemId: readString(baseData, 'problemId') ?? problemId(outer),
    type: outer.type,
    method: outer.method,
    assembly: outer.assembly,
    severityLevel: severityLevel(baseData['severityLevel']),
    handledAt: readString(baseData, 'handledAt'),
    outerType: outer.type,
    outerMessage: outer.message,
    outerMethod: outer.method,
    outerAssembly: outer.assembly,
    innermostType: innermost.type,
    innermostMessage: innermost.message,
    innermostMethod: innermost.method,
    innermostAssembly: innermost.assembly,
    details: details.map(detail),
  })
}

interface Summary {
  readonly type: string | null
  readonly message: string | null
  readonly method: string | null
  readonly assembly: string | null
}

function summary(exception: WireObject): Summary {
  const topFrame = readObjects(exception, 'parsedStack')[0] ?? {}
  return {
    type: readString(exception, 'typeName'),
    message: readString(exception, 'message'),
    method: readString(topFrame, 'method'),
    assembly: readString(topFrame, 'assembly'),
  }
}

/** Returns the problem id, by which the service groups failures. Without a parsed stack, it is only the type. */
function problemId({ type, method }: Summary): string | null {
  return method === null ? type : `${type} at ${method}`
}

/** Follows the chain inward from the outermost exception: each cause refers to its outer exception by `outerId`. */
function innermostOf(details: readonly WireObject[]): WireObject {
  const [outermost, ...causes] = details
  let current = outermost ?? {}
  for (const cause of causes) {
    if (readInteger(cause, 'outerId') === readInteger(current, 'id')) current = cause
  }
  return current
}

function detail(exception: WireObject) {
  return {
    id: readInteger(exception, 'id'),
    outerId: readInteger(exception, 'outerId'),
    type: readString(exception, 'typeName'),
    message: readString(exception, 'message'),
    rawStack: readString(exception, 'stack'),
    parsedStack: readObjects(exception, 'parsedStack').map((frame) => ({
      level: readInteger(frame, 'level'),
      method: readString(frame, 'method'),
      assembly: readString(frame, 'assembly'),
      fileName: readString(frame, 'fileName'),
      line: readInteger(frame, 'line'),
    })),
  }
}
