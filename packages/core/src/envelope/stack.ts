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
  const frames: StackFrame[] = []
  const found = stack.indexOf(message)
  const start = found === -1 ? 0 : found + message.length
  for (const line of stack.slice(start, start + MAX_CHARACTERS).split('\n')) {
    const text = line.trim()
    if (text.startsWith('at ')) frames.push({ level: frames.length, ...parseFrame(text.slice(3)) })
  }
  if (frames.length <= MAX_FRAMES) return frames
  return [...frames.slice(0, MAX_FRAMES / 2), ...frames.slice(-MAX_FRAMES / 2)]
}

/** What the head of a stack says of its error: `RangeError: expired`, or `RangeError [ERR_CARD]: expired` as Node's own have it. */
export function errorHead(stack: string): { readonly name: string; readonly message: string } {
  const end = stack.indexOf('\n    at ')
  const head = end === -1 ? stack : stack.slice(0, end)
  const [, name = 'Error', message = ''] = HEAD.exec(head) ?? [head, 'Error', head]
  return { name, message }
}

// --- helpers, in order of use ---

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
