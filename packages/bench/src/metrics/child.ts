import { RECORDERS } from './recorders'

const WARM_UP = 200_000
const RECORDS = 2_000_000

/** Prints the cost of one record for the named contender, in nanoseconds of CPU time. */
function main(name: string): void {
  const record = RECORDERS[name]!.open()
  for (let i = 0; i < WARM_UP; i++) record(i % 1_000)
  const before = process.cpuUsage()
  for (let i = 0; i < RECORDS; i++) record(i % 1_000)
  const { user, system } = process.cpuUsage(before)
  console.log(((user + system) * 1_000) / RECORDS)
  process.exit() // ends periodic readers of metrics
}

main(process.argv[2]!)
