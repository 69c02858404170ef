// Generates the tables of docs/options.md: the page decides which options appear where; their docstrings provide the rest.
// Run `node .ci/options-page.mjs` to update them.
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const PAGE = 'docs/options.md'
const DOCSTRINGS = 'packages/core/src/options/telemetry-client-options.ts'

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(PAGE, pageFromDocstrings())

/** Returns the page with up-to-date rows. */
function pageFromDocstrings() {
  const rows = new Map(optionRows(readFileSync(DOCSTRINGS, 'utf8')))
  return readFileSync(PAGE, 'utf8').replace(/^\| `(\w+)` \|.*$/gm, (row, name) => rows.get(name) ?? row)
}

/** Returns one string per problem of the page. */
export function optionsPageProblems() {
  const page = readFileSync(PAGE, 'utf8')
  const missing = optionRows(readFileSync(DOCSTRINGS, 'utf8'))
    .filter(([name]) => page.split(`\n| \`${name}\` |`).length !== 2)
    .map(([name]) => `${PAGE} must have one row for ${name}`)
  return page === pageFromDocstrings() ? missing : [...missing, `${PAGE} is not up to date: node .ci/options-page.mjs`]
}

// --- helpers, in order of use ---

/** Returns each option of the interface with its row. */
function optionRows(source) {
  const [, body] = /export interface TelemetryClientOptions \{([\s\S]*?)\n\}/.exec(source)
  return [...body.matchAll(/\/\*\*([\s\S]*?)\*\/\s*readonly (\w+)\?:/g)].map(([, docstring, name]) => {
    const prose = docstring.replaceAll(/\s*\n\s*\*?\s*/g, ' ').trim()
    const [meaning, byDefault] = prose.split(/\s*@default\s+/)
    return [name, `| \`${name}\` | ${asCode(byDefault)} | ${meaning} |`]
  })
}

/** Puts literals and names of environment variables in backticks. */
function asCode(text) {
  if (/^('.*'|https:.*|true|false|\{\}|\[\])$/.test(text)) return `\`${text}\``
  return text.replaceAll(/\b[A-Z]+_[A-Z_]+\b|~\/[\w./]+|\bLOCALAPPDATA\b/g, '`$&`')
}
