import { scopeConditions } from '../../query/items'
import { isOneOf, literal } from '../../query/kql'
import type { Scope } from '../../state/scope'

/** What the left lists offer and the right side explains: an operation, a dependency, or a problem of exceptions. */
export interface Subject {
  readonly kind: SubjectKind
  readonly role: string
  /** The name of the operation or dependency, or the problem id. */
  readonly name: string
  /** The target of a dependency. */
  readonly target: string
}

export type SubjectKind = 'operation' | 'dependency' | 'exception'

/** Which of the spans of a subject the view is about: the failed ones, or the slow ones. */
export type Concern = { readonly kind: 'failed' } | { readonly kind: 'slow'; readonly fromMs: number }

/** Returns the condition of the spans that a view is about. */
export function concernCondition(concern: Concern): string {
  return concern.kind === 'failed' ? 'success == false' : `duration >= ${concern.fromMs}`
}

/** Returns a query of the rows of a subject in a scope. */
export function subjectQuery(subject: Subject, scope: Scope): string {
  return [TABLES[subject.kind], ...scopeConditions(scope), `where ${identity(subject)}`].join('\n| ')
}

/** The subject in an address: `operation~shop~POST /orders`. */
export function formatSubject({ kind, role, name, target }: Subject): string {
  return [kind, ...[role, target, name].map(encode)].join('~')
}

export function parseSubject(text: string | undefined): Subject | undefined {
  const [kind = '', role = '', target = '', name = ''] = text?.split('~') ?? []
  if (!isKind(kind)) return undefined
  try {
    const [decodedRole = '', decodedTarget = '', decodedName = ''] = [role, target, name].map(decodeURIComponent)
    return { kind, role: decodedRole, target: decodedTarget, name: decodedName }
  } catch {
    return undefined
  }
}

export function isSameSubject(a: Subject | undefined, b: Subject | undefined): boolean {
  return a !== undefined && b !== undefined && formatSubject(a) === formatSubject(b)
}

// --- helpers ---

const TABLES: Readonly<Record<SubjectKind, string>> = {
  operation: 'requests',
  dependency: 'dependencies',
  exception: 'exceptions',
}

function encode(part: string): string {
  return encodeURIComponent(part).replaceAll('~', '%7E')
}

function isKind(text: string): text is SubjectKind {
  return Object.hasOwn(TABLES, text)
}

function identity({ kind, role, name, target }: Subject): string {
  const isOfRole = isOneOf('cloud_RoleName', [role])
  switch (kind) {
    case 'operation':
      return `${isOfRole} and name == ${literal(name)}`
    case 'dependency':
      return `${isOfRole} and name == ${literal(name)} and target == ${literal(target)}`
    case 'exception':
      return `${isOfRole} and problemId == ${literal(name)}`
  }
}
