import type { Envelope } from '../ingest/check-item'
import { readInteger, readObjects, readText, type WireObject } from '../ingest/wire'
import { itemContext } from './context'
import type { NewRow } from './row'
import { severityLevel } from './severity-level'

export function exceptionRow(envelope: Envelope, itemId: string): NewRow<'exceptions'> {
  const { baseData } = envelope
  const details = readObjects(baseData, 'exceptions')
  const outer = summary(details[0] ?? {})
  const innermost = summary(innermostOf(details))
  return {
    ...itemContext('exceptions', envelope, itemId),
    problemId: readText(baseData, 'problemId') ?? problemId(outer),
    type: outer.type,
    method: outer.method,
    assembly: outer.assembly,
    severityLevel: severityLevel(baseData['severityLevel']),
    handledAt: readText(baseData, 'handledAt'),
    outerType: outer.type,
    outerMessage: outer.message,
    outerMethod: outer.method,
    outerAssembly: outer.assembly,
    innermostType: innermost.type,
    innermostMessage: innermost.message,
    innermostMethod: innermost.method,
    innermostAssembly: innermost.assembly,
    details: details.map(detail),
  }
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
    type: readText(exception, 'typeName'),
    message: readText(exception, 'message'),
    method: readText(topFrame, 'method'),
    assembly: readText(topFrame, 'assembly'),
  }
}

/** The service groups failures by this: without a parsed stack only the type is left. */
function problemId({ type, method }: Summary): string | null {
  return method === null ? type : `${type} at ${method}`
}

/** Follows the chain outwards-in: each cause names the exception around it in `outerId`. */
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
    type: readText(exception, 'typeName'),
    message: readText(exception, 'message'),
    rawStack: readText(exception, 'stack'),
    parsedStack: readObjects(exception, 'parsedStack').map((frame) => ({
      level: readInteger(frame, 'level'),
      method: readText(frame, 'method'),
      assembly: readText(frame, 'assembly'),
      fileName: readText(frame, 'fileName'),
      line: readInteger(frame, 'line'),
    })),
  }
}
