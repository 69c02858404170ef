import { COMMON_OPTIONS, type Command, type Option, optionName, placeholderOf } from './command'

/** Returns the text of `--help`, at most 100 columns wide. */
export function usageOf(command: Command): string {
  const { name, summary, usage = defaultUsage(command), options, notes, exitCodes } = command
  const sections = [
    `${name}: ${summary}`,
    `Usage: ${usage}`,
    table('Options:', Object.entries({ ...options, ...COMMON_OPTIONS }).map(optionRow)),
    ...notes.map((note) =>
      note
        .split('\n')
        .flatMap((line) => wrapped(line))
        .join('\n'),
    ),
    table('Exit codes:', Object.entries(exitCodes)),
  ]
  return sections.join('\n\n')
}

// --- helpers, in order of use ---

function defaultUsage({ name, argument }: Command): string {
  if (argument === undefined) return `${name} [options]`
  return `${name} [options] ${argument.isRequired ? argument.placeholder : `[${argument.placeholder}]`}`
}

const COLUMNS = 100

type Row = readonly [term: string, explanation: string]

function optionRow([key, option]: readonly [string, Option]): Row {
  const name = optionName(key)
  if (option.kind === 'flag') return [option.short === undefined ? name : `-${option.short}, ${name}`, option.help]
  return [`${name} ${placeholderOf(option)}`, option.help]
}

function table(title: string, rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([term]) => term.length)) + 4
  const lines = rows.flatMap(([term, explanation]) =>
    wrapped(explanation, COLUMNS - width).map((line, i) => `${(i === 0 ? `  ${term}` : '').padEnd(width)}${line}`),
  )
  return [title, ...lines].join('\n')
}

/** Breaks a line between words. Does not break a line that begins with a space. */
function wrapped(line: string, columns = COLUMNS): readonly string[] {
  if (line.startsWith(' ')) return [line]
  const lines: string[] = []
  let current = ''
  for (const word of line.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`
    if (longer.length > columns && current !== '') lines.push(current)
    current = longer.length > columns ? word : longer
  }
  return [...lines, current]
}
