export interface StackFrame {
  readonly method: string
  /** `src/charges.ts:112` */
  readonly place: string
  readonly text: string
}

/** Frames in a row of the same origin. */
export interface FrameGroup {
  readonly isOwn: boolean
  /** `node_modules and node`, for frames that are not the program's own. */
  readonly origin: string
  readonly frames: readonly StackFrame[]
}

export interface StackException {
  readonly type: string
  readonly message: string
  readonly groups: readonly FrameGroup[]
}

/** Reads the column `details` of an exception: the exception and its causes, each with a parsed or a raw stack. */
export function parseStack(details: string): readonly StackException[] {
  return readArray(details).map((exception) => ({
    type: String(exception['type'] ?? ''),
    message: String(exception['message'] ?? ''),
    groups: groupsOf(framesOf(exception)),
  }))
}

// --- helpers ---

type Fields = Readonly<{ [name: string]: unknown }>

/** The file of a frame, with the whole path, which tells whose it is. */
interface PathFrame extends StackFrame {
  readonly path: string
}

function readArray(json: string): readonly Fields[] {
  try {
    const value: unknown = JSON.parse(json)
    return Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : []
  } catch {
    return []
  }
}

function framesOf({ parsedStack, rawStack }: Fields): readonly PathFrame[] {
  const parsed = Array.isArray(parsedStack) ? (parsedStack as readonly Fields[]) : []
  if (parsed.length > 0) {
    return parsed.map(({ method, fileName, assembly, line }) => {
      const place = fileName === null || fileName === undefined || fileName === '' ? '' : `${fileName}:${line}`
      return frame(String(method ?? ''), place, place === '' ? String(assembly ?? '') : String(fileName))
    })
  }
  return String(rawStack ?? '')
    .split('\n')
    .flatMap((line) => {
      const [, method = '', place = ''] = /^\s+at (?:(.*?) \()?(.*?)\)?$/.exec(line) ?? []
      return place === '' ? [] : [frame(method, place, place)]
    })
}

function frame(method: string, place: string, path: string): PathFrame {
  const shown = place.replace(/^file:\/\//, '')
  return { method: method || '<anonymous>', place: shortPlace(shown), path, text: `${method} ${shown}` }
}

/** Shows where a file is in its project, not where the project is. */
function shortPlace(place: string): string {
  const [, inProject] = /(?:^|[/\\])((?:src|lib|dist|app|test|node_modules)[/\\].*)$/.exec(place) ?? []
  return inProject ?? place
}

function groupsOf(frames: readonly PathFrame[]): readonly FrameGroup[] {
  const groups: { isOwn: boolean; origin: string; frames: PathFrame[] }[] = []
  for (const each of frames) {
    const isOwn = !/(^|[/\\])node_modules[/\\]|^node:|^internal\//.test(each.path)
    const last = groups.at(-1)
    if (last?.isOwn === isOwn) last.frames.push(each)
    else groups.push({ isOwn, origin: '', frames: [each] })
  }
  return groups.map((group) => ({ ...group, origin: originOf(group.frames) }))
}

function originOf(frames: readonly PathFrame[]): string {
  const names = frames.map(({ path }) => (/node_modules[/\\]/.test(path) ? 'node_modules' : 'node'))
  return [...new Set(names)].join(' and ')
}
