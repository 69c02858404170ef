import type { StackFrame } from './contracts'

/** The maximum number of frames. The middle frames of a longer stack are omitted. */
const MAX_FRAMES = 100

/** The maximum length of a stack. The rest is ignored. Stacks that V8 writes are shorter. */
const MAX_CHARACTERS = 131_072

/**
 * Parses the frames of a V8 stack, throw site first. Skips lines that are not frames. Also skips `message`, which precedes
 * the frames and may contain lines that look like frames. Uses plain string search, so the time is linear in the length of
 * the stack.
 */
export function parseStack(stack: string, message = ''): StackFrame[] {
  const lines = frameLines(stack, endOfMessage(stack, message))
  const isLong = lines.length > MAX_FRAMES
  const shown = isLong ? [...lines.slice(0, MAX_FRAMES / 2), ...lines.slice(-MAX_FRAMES / 2)] : lines
  return shown.map(({ level, start, end }) => ({ level, ...parseFrame(stack.slice(start, end).trimEnd()) }))
}

/** Returns the index after the message, or 0 if the stack does not begin with a name and the message. */
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

/** Parses the head of a stack: `RangeError: expired`, or `RangeError [ERR_CARD]: expired` for errors of Node. */
export function errorHead(stack: string): { readonly name: string; readonly message: string } {
  const end = stack.search(/(?:^|\n)[ \t]+at /)
  const head = end === -1 ? stack : stack.slice(0, end)
  const [, name = 'Error', message = ''] = HEAD.exec(head) ?? [head, 'Error', head]
  return { name, message }
}

// --- helpers, in order of use ---

interface FrameLine {
  readonly level: number
  /** The index after `at `. */
  readonly start: number
  readonly end: number
}

/** Finds the lines that begin with indentation and `at `. */
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

/** The maximum length of an error's name before its message. */
const MAX_NAME = 1_024

/** The number of characters of the message to search for. Searching for all of a long message could take seconds. */
const PROBE = 64

/** The maximum number of searches. More than one is needed if the name also contains the first characters of the message. */
const MAX_TRIES = 8

const HEAD = /^([\w$.]{1,200})(?: \[[^\]\n]{1,200}\])?(?:: (.*))?$/s

/** Parses `method (file:line:column)` or just `file:line:column`. */
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
