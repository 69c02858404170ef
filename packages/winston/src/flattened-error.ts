import { type LogInfo, read } from './log-info'

/** What is left of an error whose fields were copied into a record: enough for core to make an exception of. */
export interface FlattenedError {
  readonly name: string
  readonly message: string
  readonly stack: string
  readonly cause: unknown
}

/** winston's child loggers and `format.errors()` leave a stack, whose head still says what the error was. */
export function flattenedError(record: LogInfo): FlattenedError | undefined {
  const stack = read(record, 'stack')
  if (typeof stack !== 'string') return undefined
  const end = stack.indexOf('\n    at ')
  if (end === -1) return undefined
  // Without a prototype: its class says nothing about the error.
  return Object.assign(Object.create(null), headOf(stack.slice(0, end)), { stack, cause: read(record, 'cause') })
}

// --- helpers, in order of use ---

/** `RangeError: card expired`, or `RangeError [ERR_CARD]: card expired` as Node's own errors have it. */
function headOf(head: string): Pick<FlattenedError, 'name' | 'message'> {
  const [, name, message = ''] = HEAD.exec(head) ?? [head, 'Error', head]
  return { name: name ?? 'Error', message }
}

const HEAD = /^([\w$.]{1,200})(?: \[[^\]\n]{1,200}\])?(?:: (.*))?$/s
