// Generates the tables of docs/kql.md from the tables of packages/kql, and runs each example on DuckDB.
// Run `npm run build && node .ci/kql-page.mjs` to update them, or with `--check` to see whether they are up to date.
// biome-ignore-all lint/suspicious/noConsole: the program prints its result.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { openDatabase } from '../packages/kql/conformance/database.mjs'

const PAGE = 'docs/kql.md'
const require = createRequire(new URL('../packages/kql/package.json', import.meta.url))
/** Loads a built file of packages/kql. */
const built = (file) => require(`./dist/${file}.js`)

const page = await generatedPage()
if (!process.argv.includes('--check')) writeFileSync(PAGE, page)
else if (readFileSync(PAGE, 'utf8') !== page) {
  console.error(`${PAGE} is not up to date: node .ci/kql-page.mjs`)
  process.exitCode = 1
}

// --- helpers, in order of use ---

/** Each part is between `<!-- name -->` and `<!-- end -->`. */
async function generatedPage() {
  const parts = await generatedParts()
  return readFileSync(PAGE, 'utf8').replace(/(<!-- (\w+) -->\n)[\s\S]*?(<!-- end -->)/g, (whole, begin, name, end) =>
    parts[name] === undefined ? whole : `${begin}\n${parts[name]}\n\n${end}`,
  )
}

async function generatedParts() {
  const { FUNCTION_FAMILIES } = built('functions/index')
  const { aggregateDocs } = built('aggregates/index')
  const { operatorDocs } = built('operators/index')
  const { PLUGINS } = built('plugins/index')
  const run = await runner()
  const { steps, sources } = operatorDocs()
  const operators = [...sources, ...steps]
  for (const { name, example } of [...operators, ...PLUGINS]) await run(name, example)
  const functions = []
  for (const [family, entries] of Object.entries(FUNCTION_FAMILIES)) {
    const rows = []
    for (const { name, signature, doc, example, deprecatedNames, aliases } of entries) {
      const [expression, value] = example
      const found = await run(name, `print ${expression}`)
      if (found !== value) throw new Error(`${name}: ${expression} is ${found}, but its example says ${value}`)
      rows.push(
        row(code(signature), `${doc}${alias(aliases, deprecatedNames)}`, `${code(expression)} is ${code(value)}`),
      )
    }
    functions.push(`### ${family[0].toUpperCase()}${family.slice(1)}\n\n${table(['function', '', 'example'], rows)}`)
  }
  return {
    operators: table(
      ['operator', '', 'example'],
      operators.map(({ name, doc, example }) => row(code(name), doc, code(example))),
    ),
    plugins: table(
      ['plugin', '', 'example'],
      PLUGINS.map(({ name, doc, example }) => row(code(name), doc, code(example))),
    ),
    functions: functions.join('\n\n'),
    aggregates: table(
      ['aggregate', ''],
      aggregateDocs().map(({ signature, doc, deprecatedNames }) =>
        row(code(signature), `${doc}${alias([], deprecatedNames)}`),
      ),
    ),
  }
}

/** Returns a function that runs a query, and returns its first value as text. */
async function runner() {
  const database = await openDatabase()
  return async (name, query) => {
    try {
      const { rows } = await database.query(query)
      const value = rows[0]?.[0]
      return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
    } catch (error) {
      throw new Error(`The example of ${name} fails: ${query}: ${error.message}`)
    }
  }
}

function alias(aliases, deprecatedNames) {
  const others = aliases.length === 0 ? '' : ` Also ${aliases.map(code).join(', ')}.`
  return deprecatedNames.length === 0 ? others : `${others} Deprecated: ${deprecatedNames.map(code).join(', ')}.`
}

function table(heads, rows) {
  return [`| ${heads.join(' | ')} |`, `|${'---|'.repeat(heads.length)}`, ...rows].join('\n')
}

function row(...cells) {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function code(text) {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``
}
