/** An exception in the details of a row, with its stack. */
export interface ExceptionDetail {
  readonly type: string
  readonly message: string
  readonly frames: readonly StackFrame[]
  /** The stack as text, for SDKs that send no frames. */
  readonly rawStack: string
}

export interface StackFrame {
  readonly method: string
  readonly file: string
  /** 0 if it is not known. */
  readonly line: number
  /** Whether the file is the program's own: not of a package and not of the runtime. */
  readonly isOwn: boolean
}

/** Frames that are shown together: one of the program's own, or all that follow each other from packages and the runtime. */
export type FrameGroup =
  | { readonly kind: 'own'; readonly frame: StackFrame }
  | { readonly kind: 'foreign'; readonly frames: readonly StackFrame[] }

/** Reads the `details` of an exception: an array, the outermost exception first. */
export function exceptionDetails(details: unknown): readonly ExceptionDetail[] {
  const parsed = typeof details === 'string' ? parse(details) : details
  return (Array.isArray(parsed) ? parsed : []).map((detail) => ({
    type: text(detail?.type),
    message: text(detail?.message),
    rawStack: text(detail?.rawStack),
    frames: (Array.isArray(detail?.parsedStack) ? detail.parsedStack : []).map(frameOf),
  }))
}

export function groupFrames(frames: readonly StackFrame[]): readonly FrameGroup[] {
  const groups: FrameGroup[] = []
  let foreign: StackFrame[] = []
  for (const frame of frames) {
    if (!frame.isOwn) {
      foreign.push(frame)
      continue
    }
    if (foreign.length > 0) groups.push({ kind: 'foreign', frames: foreign })
    foreign = []
    groups.push({ kind: 'own', frame })
  }
  return foreign.length > 0 ? [...groups, { kind: 'foreign', frames: foreign }] : groups
}

/** Returns where a file is in its project, such as `src/routes/charges.ts:48`, or the last parts of its path. */
export function placeOf({ file, line }: StackFrame): string {
  const path = file.replace(/^file:\/\//, '').replaceAll('\\', '/')
  const [, inProject] = /(?:^|\/)((?:src|dist|test|node_modules)\/.+)$/.exec(path) ?? []
  const short = inProject ?? path.split('/').slice(-2).join('/')
  return line > 0 ? `${short}:${line}` : short
}

// --- helpers ---

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function frameOf(frame: unknown): StackFrame {
  const { method, fileName, line } = Object(frame) as Record<string, unknown>
  const file = text(fileName)
  return {
    method: text(method),
    file,
    line: typeof line === 'number' ? line : 0,
    isOwn: file !== '' && !/(?:^|[\\/])node_modules[\\/]|^node:|^internal[\\/]/.test(file),
  }
}
