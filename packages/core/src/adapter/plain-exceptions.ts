import { detached } from '../detached'
import type { StackFrame } from '../envelope/contracts'
import { MAX_ERRORS, typeName } from '../envelope/exception'
import { readField } from '../envelope/fields'
import { isError } from '../envelope/is-error'
import { MAX_EXCEPTION_TEXT } from '../envelope/limits'
import { endOfMessage, parseStack } from '../envelope/stack'
import type { PlainLimits } from './plain-limits'

/** Writes errors as JSON in a single pass, with the same result as `exceptionData`, redaction and `limitData`. */
export class PlainExceptions {
  readonly #limits: PlainLimits
  readonly #stacks = new Map<string, Stack>()

  constructor(limits: PlainLimits) {
    this.#limits = limits
  }

  /** Returns the fields `exceptions` and `problemId` as JSON. Calls `requireMapping` if the error must be mapped instead. */
  write(outermost: Error): string {
    const written: Error[] = []
    let exceptions = ''
    let problemId = ''
    for (let error: unknown = outermost; isError(error) && !written.includes(error); error = error.cause) {
      if (written.length >= MAX_ERRORS) break
      const { name, message, stack = '' } = error
      if (isComposite(error) || !isPlainText(message) || !isPlainText(stack)) {
        this.#limits.requireMapping()
        break
      }
      const type = name !== undefined && typeof name !== 'string' ? this.#limits.requireMapping() : typeName(error)
      const { frames, method } = this.#stack(stack, message)
      const outer = written.length === 0 ? '' : `,"outerId":${written.length}`
      written.push(error)
      exceptions += `${outer === '' ? '' : ','}{"id":${written.length}${outer},${this.#head(type, message)}`
      exceptions += frames === undefined ? `false${this.#unparsed(stack)}}` : `true,"parsedStack":${frames}}`
      if (written.length === 1) problemId = frames === undefined ? type : `${type} at ${method}`
    }
    return `"exceptions":[${exceptions}],"problemId":${this.#limits.truncatedJson(problemId, MAX_NAME)}`
  }

  #head(type: string, message: string): string {
    const text = this.#limits.withoutSecrets(message, MAX_EXCEPTION_TEXT + 1) || type
    const typeJson = this.#limits.truncatedJson(type, MAX_NAME)
    return `"typeName":${typeJson},"message":${this.#limits.truncatedJson(text, MAX_EXCEPTION_TEXT)},"hasFullStack":`
  }

  #unparsed(stack: string): string {
    if (stack === '') return ''
    const text = this.#limits.withoutSecrets(stack, MAX_EXCEPTION_TEXT + 1)
    return `,"stack":${this.#limits.truncatedJson(text, MAX_EXCEPTION_TEXT)}`
  }

  #stack(stack: string, message: string): Stack {
    const text = stack.slice(endOfMessage(stack, message))
    const known = this.#stacks.get(text)
    if (known !== undefined) return known
    const frames = parseStack(text)
    if (frames.length === 0) return NO_FRAMES
    if (frames.some(isLong)) this.#limits.requireMapping()
    const read = { frames: JSON.stringify(frames), method: detached(frames[0]?.method ?? '') }
    const isRemembered = this.#stacks.size < MAX_REMEMBERED && text.length <= MAX_LENGTH && !frames.some(isLong)
    if (isRemembered) this.#stacks.set(detached(text), read)
    return read
  }
}

// --- helpers, in order of use ---

/** Longer strings are rare, and most of them must be truncated or redacted. */
const MAX_TEXT = 8_192

function isPlainText(text: unknown): text is string {
  return typeof text === 'string' && text.length <= MAX_TEXT
}

/** Whether the error is an aggregate of others, or a VError, whose cause is a method. */
function isComposite(error: object): boolean {
  const errors = readField(error, 'errors')
  const isAggregate = errors !== undefined && !(Array.isArray(errors) && errors.length === 0)
  return isAggregate || typeof readField(error, 'cause') === 'function'
}

/** The parsed frames of a stack. They are remembered, because most errors of an application share a few stacks. */
interface Stack {
  /** The frames as JSON; undefined if the stack could not be parsed. */
  readonly frames: string | undefined
  readonly method: string
}

const NO_FRAMES: Stack = { frames: undefined, method: '' }

const MAX_REMEMBERED = 200
const MAX_LENGTH = 4_096

const MAX_NAME = 1_024

/** Whether a part of the frame must be truncated. */
function isLong({ method, fileName = '' }: StackFrame): boolean {
  return method.length > MAX_NAME || fileName.length > MAX_NAME
}
