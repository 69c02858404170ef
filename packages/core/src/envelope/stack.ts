import type { StackFrame } from './contracts'

/** More frames than this tell nobody more; the middle ones go. */
const MAX_FRAMES = 100

/** A stack is at most so long: V8 alone writes no longer ones, and the throw site comes first. */
const MAX_CHARACTERS = 131_072

/**
 * The frames of a V8 stack, the throw site first; lines that are no frames are passed over, and so is `message`, which
 * stands before the frames and may have lines that look like some.
 * Plain string search, no backtracking: a hostile stack costs its length and no more.
 */
export function parseStack(stack: string, message = ''): StackFrame[] {
  const lines = frameLines(stack, endOfMessage(stack, message))
  const isLong = lines.length > MAX_FRAMES
  const shown = isLong ? [...lines.slice(0, MAX_FRAMES / 2), ...lines.slice(-MAX_FRAMES / 2)] : lines
  return shown.map(({ level, start, end }) => ({ level, ...parseFrame(stack.slice(start, end).trimEnd()) }))
}

/** 0 if the stack does not begin with a name and the message. A search for all of a long message could take seconds. */
export function endOfMessage(stack: string, message: string): number {
  const head = stack.slice(0, MAX_NAME + PROBE)
  const probe = message.slice(0, PROBE)
  let at = head.indexOf(probe)
  for (let tries = 0; at !== -1 && tries < MAX_TRIES; tries++) {
    if (stack.startsWith(message, at)) return at + message.length
    at = head.indexOf(probe, at + 1)
  }
  return 0
}

/** What the head of a stack says of its error: `RangeError: expired`, or `RangeError [ERR_CARD]: expired` as Node's own have it. */
export function errorHead(stack: string): { readonly name: string; readonly message: string } {
  const end = stack.indexOf('\n    at ')
  const head = end === -1 ? stack : stack.slice(0, end)
  const [, name = 'Error', message = ''] = HEAD.exec(head) ?? [head, 'Error', head]
  return { name, message }
}

// --- helpers, in order of use ---

interface FrameLine {
  readonly level: number
  /** After `at `. */
  readonly start: number
  readonly end: number
}

/** The lines that begin with `at `, after spaces. */
function frameLines(stack: string, start: number): readonly FrameLine[] {
  const lines: FrameLine[] = []
  const stackEnd = start + MAX_CHARACTERS
  for (let at = stack.indexOf('at ', start); at !== -1 && at < stackEnd; at = stack.indexOf('at ', at + 3)) {
    let lineStart = at
    while (lineStart > start && isIndent(stack[lineStart - 1])) lineStart--
    if (lineStart > start && stack[lineStart - 1] !== '\n') continue
    const newline = stack.indexOf('\n', at)
    const end = Math.min(newline === -1 ? stack.length : newline, stackEnd)
    lines.push({ level: lines.length, start: at + 3, end })
  }
  return lines
}

function isIndent(character: string | undefined): boolean {
  return character === ' ' || character === '\t'
}

/** The longest name before a message, and as much of the message as it is looked for by. */
const MAX_NAME = 1_024
const PROBE = 64

/** The name may begin as the message does, but not often. */
const MAX_TRIES = 8

const HEAD = /^([\w$.]{1,200})(?: \[[^\]\n]{1,200}\])?(?:: (.*))?$/s

/** `method (file:line:column)` or a bare `file:line:column`. */
function parseFrame(text: string): Omit<StackFrame, 'level'> {
  const open = text.endsWith(')') ? text.indexOf(' (') : -1
  const method = open === -1 ? '' : withoutAsync(text.slice(0, open))
  const location = open === -1 ? withoutAsync(text) : text.slice(open + 2, -1)
  return { method: method || '<anonymous>', ...parseLocation(location) }
}

function withoutAsync(text: string): string {
  return text.startsWith('async ') ? text.slice('async '.length) : text
}

function parseLocation(location: string): Pick<StackFrame, 'fileName' | 'line'> {
  const column = location.lastIndexOf(':')
  const line = column === -1 ? -1 : location.lastIndexOf(':', column - 1)
  const lineNumber = line === -1 ? Number.NaN : Number(location.slice(line + 1, column))
  if (!Number.isSafeInteger(lineNumber)) return location === '' ? {} : { fileName: location }
  return { fileName: location.slice(0, line), line: lineNumber }
}
