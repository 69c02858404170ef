import { errorHead, readField } from '@azmon/core'
import type { LogInfo } from './log-info'

/** What is left of an error whose fields were copied into a record: enough for core to make an exception of. */
export interface FlattenedError {
  readonly name: string
  readonly message: string
  readonly stack: string
  readonly cause: unknown
}

/** winston's child loggers and `format.errors()` leave a stack, whose head still says what the error was. */
export function flattenedError(record: LogInfo): FlattenedError | undefined {
  const stack = readField(record, 'stack')
  if (typeof stack !== 'string' || !stack.includes('\n    at ')) return undefined
  // Without a prototype: its class says nothing about the error.
  return Object.assign(Object.create(null), errorHead(stack), { stack, cause: readField(record, 'cause') })
}
