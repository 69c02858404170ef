// Runs files of queries with the answers of Kusto. `npm run kql:conformance -- FILE…`
// biome-ignore-all lint/suspicious/noConsole: the program prints its results.
import { readFileSync } from 'node:fs'
import { KqlError } from '../dist/index.js'
import { differenceOf } from './compare.mjs'
import { openDatabase } from './database.mjs'

const isVerbose = process.env.VERBOSE !== undefined
const only = process.env.ONLY
const database = await openDatabase()
const total = { passed: 0, wrong: 0, refused: 0 }

for (const file of process.argv.slice(2)) {
  const { cases } = JSON.parse(readFileSync(file, 'utf8'))
  const groups = {}
  for (const one of cases) {
    if (only !== undefined && !one.id.includes(only) && !one.query.includes(only)) continue
    const { verdict, detail } = await judge(one)
    total[verdict]++
    const name = one.group ?? 'all'
    groups[name] ??= { passed: 0, wrong: 0, refused: 0 }
    groups[name][verdict]++
    if (verdict !== 'passed' && isVerbose)
      console.log(`${verdict} ${one.id}\n    ${one.query.replaceAll('\n', '\n    ')}\n  ${detail}`)
  }
  console.log(file.split('/').at(-1), JSON.stringify(groups))
}

console.log(`wrong: ${total.wrong}`)
console.log(`refused: ${total.refused}`)
console.log(`${total.passed} passed, ${total.wrong + total.refused} failed`)
process.exitCode = total.wrong + total.refused > 0 ? 1 : 0

/** A case without columns must be refused by the compiler; an error of the database is not enough. */
async function judge(one) {
  const mustRefuse = one.columns === undefined
  let actual
  try {
    actual = await database.query(one.query)
  } catch (error) {
    const isOurs = error instanceof KqlError
    if (mustRefuse)
      return isOurs
        ? { verdict: 'passed' }
        : { verdict: 'wrong', detail: `not refused by the compiler: ${error.message}` }
    return {
      verdict: 'refused',
      detail: isOurs
        ? `${error.code} ${error.line}:${error.column} ${error.message}`
        : `${error.name} ${error.message.slice(0, 600)}`,
    }
  }
  if (mustRefuse) return { verdict: 'wrong', detail: 'must be refused' }
  const isExample = one.file?.endsWith('.md') === true
  const difference = differenceOf(actual, { ...one, compareNames: !isExample }, isExample ? 4 : 9)
  return difference === undefined ? { verdict: 'passed' } : { verdict: 'wrong', detail: difference }
}
