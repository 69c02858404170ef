import { MAX_ERRORS, typeName } from '../envelope/exception'
import { isError } from '../envelope/is-error'
import { MAX_EXCEPTION_TEXT } from '../envelope/limits'
import { parseFrame, stackLines } from '../envelope/stack'
import type { PlainValues } from './plain-values'

/** Errors as the JSON of exceptions: what `exceptionData`, redaction and `limitData` make of them, in one walk. */
export class PlainExceptions {
  readonly #values: PlainValues
  readonly #frames = new Map<string, Frame>()

  constructor(values: PlainValues) {
    this.#values = values
  }

  /** The fields `exceptions` and `problemId`, in JSON. Worthless if the error is strange, as the values know then. */
  write(outermost: Error): string {
    const written: Error[] = []
    let exceptions = ''
    let problemId = ''
    for (let error: unknown = outermost; isError(error) && !written.includes(error); error = error.cause) {
      if (written.length >= MAX_ERRORS) break
      if ('errors' in error) this.#values.refuse()
      const { name, message, stack = '' } = error
      if (typeof message !== 'string' || typeof stack !== 'string') this.#values.refuse()
      const type = name !== undefined && typeof name !== 'string' ? this.#values.refuse() : typeName(error)
      const lines = stackLines(String(stack), String(message))
      const frames = lines.map(({ text }) => this.#frame(text))
      const outer = written.length === 0 ? '' : `,"outerId":${written.length}`
      written.push(error)
      exceptions += `${outer === '' ? '' : ','}{"id":${written.length}${outer},${this.#head(type, String(message))}`
      exceptions +=
        frames.length > 0 ? `true,"parsedStack":${stackJson(frames)}}` : `false${this.#unparsed(String(stack))}}`
      if (written.length === 1) problemId = frames[0] === undefined ? type : `${type} at ${frames[0].method}`
    }
    return `"exceptions":[${exceptions}],"problemId":${this.#values.cut(problemId, MAX_NAME)}`
  }

  #head(type: string, message: string): string {
    const text = this.#values.redactedText(message, MAX_EXCEPTION_TEXT + 1) || type
    const typeJson = this.#values.cut(type, MAX_NAME)
    return `"typeName":${typeJson},"message":${this.#values.cut(text, MAX_EXCEPTION_TEXT)},"hasFullStack":`
  }

  #unparsed(stack: string): string {
    if (stack === '') return ''
    const text = this.#values.redactedText(stack, MAX_EXCEPTION_TEXT + 1)
    return `,"stack":${this.#values.cut(text, MAX_EXCEPTION_TEXT)}`
  }

  #frame(text: string): Frame {
    const known = this.#frames.get(text)
    if (known !== undefined) return known
    if (text.length > MAX_NAME) this.#values.refuse() // a part of it may have to be cut
    const { method, ...location } = parseFrame(text)
    const frame = { method, json: `"method":${JSON.stringify(method)},${JSON.stringify(location).slice(1)}` }
    if (this.#frames.size < MAX_FRAMES) this.#frames.set(Buffer.from(text).toString(), frame)
    return frame
  }
}

// --- helpers, in order of use ---

/** A line of a stack; the same few recur in the stacks of an application. */
interface Frame {
  readonly method: string
  /** Behind its level. */
  readonly json: string
}

const MAX_NAME = 1_024

const MAX_FRAMES = 1_000

function stackJson(frames: readonly Frame[]): string {
  let json = '['
  for (let level = 0; level < frames.length; level++) {
    json += `${level === 0 ? '' : ','}{"level":${level},${frames[level]?.json}`
  }
  return `${json}]`
}
