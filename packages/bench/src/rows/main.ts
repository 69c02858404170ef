import { parseArgs } from 'node:util'
import { installPeers } from '../peers'
import { collectFacts } from './collect-facts'
import { differencesOf } from './differences'
import { writeTable } from './docs-page'
import type { Facts } from './facts'
import { readRecordedFacts, recordFacts } from './recorded-facts'
import { docsTable, fullTable, problemsOf } from './report'
import { type ByPeer, PEER_NAMES, SDKS } from './sdks'

const USAGE = `Usage: npm run compare-rows [-- options]

Runs one program with azmon, applicationinsights 2.9 and @azure/monitor-opentelemetry, each sending to a local Application
Insights. Prints every column that differs in a kind of row, with the reason; fails if a difference has none.

  --recorded  run only azmon, and compare with the rows of the others as recorded last (seconds instead of minutes)
  --write     write the tables into docs/from-*.md, and record the rows of the others`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', default: false },
      recorded: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return
  }
  const theirs = values.recorded ? readRecordedFacts() : await collectPeerFacts()
  const ours = await collectFacts('azmon')
  const differences: ByPeer<ReturnType<typeof differencesOf>> = {
    applicationinsights: differencesOf(ours, theirs.applicationinsights),
    distro: differencesOf(ours, theirs.distro),
  }
  for (const peer of PEER_NAMES) {
    console.log(`\n## azmon and ${SDKS[peer].title}\n\n${fullTable(differences[peer], peer)}`)
    if (values.write) writeTable(peer, docsTable(differences[peer], peer))
  }
  if (values.write && !values.recorded) recordFacts(theirs)
  const problems = problemsOf(differences)
  for (const problem of problems) console.error(problem)
  process.exitCode = problems.length === 0 ? 0 : 1
}

async function collectPeerFacts(): Promise<ByPeer<Facts>> {
  installPeers(PEER_NAMES)
  const [applicationinsights, distro] = await Promise.all(PEER_NAMES.map(collectFacts))
  return { applicationinsights: applicationinsights!, distro: distro! }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
