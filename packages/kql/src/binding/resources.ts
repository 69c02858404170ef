import { KqlError, type Span } from '../errors'
import { suggestion } from '../suggestion'
import type { Call, Expression, Member } from '../syntax/ast'
import { RESOURCES } from '../syntax/words'
import type { Binder, BinderOptions } from './binder'
import type { Relation } from './relation'
import { openTable } from './tables'

/** Whether an expression is a table of a resource, such as `app('shop').requests`. */
export function isResourceTable(expression: Expression): expression is ResourceTable {
  return expression.kind === 'member' && expression.base.kind === 'call' && RESOURCES.has(expression.base.name)
}

export type ResourceTable = Member & { readonly base: Call }

/**
 * Opens a table of a resource. There is one resource here, so a query that names one is answered from it. One that names
 * several would count the same rows repeatedly.
 */
export function resourceTable({ base, name, ...span }: ResourceTable, binder: Binder): Relation {
  if (!OWN_RESOURCES.has(base.name)) throw otherResource(base)
  const { resources, schema } = binder.options
  const [first, second] = resources
  if (second !== undefined) {
    throw new KqlError(
      'UNSUPPORTED',
      base,
      `The query reads ${first} and ${second}, but there is only one resource here. Query one of them.`,
    )
  }
  const table = openTable(name, binder)
  if (table === undefined) {
    const names = Object.entries(schema).flatMap(([classic, { workspaceName }]) => [classic, workspaceName])
    throw new KqlError('UNKNOWN_TABLE', span, `There is no table ${name}.${suggestion(name, names)}`)
  }
  binder.warn(base, `There is only one resource here, so ${first} is ignored.`)
  return table
}

/** @throws KqlError if the query names a resource for other tables */
export function checkWithoutResource(name: string, span: Span, { resources }: BinderOptions): void {
  const [resource] = resources
  if (resource === undefined) return
  throw new KqlError(
    'UNSUPPORTED',
    span,
    `The query reads ${resource}, and ${name} of this resource, but there is only one resource here. Query one of them.`,
  )
}

export function otherResource({ name, nameSpan }: Call): KqlError {
  return new KqlError(
    'UNSUPPORTED',
    nameSpan,
    `${name}() queries another resource, which is not available here. Remove the call to query this one.`,
  )
}

// --- helpers ---

const OWN_RESOURCES = new Set(['app', 'workspace', 'resource'])
