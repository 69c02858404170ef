import { join } from 'node:path'
import { runProgram } from '@azmon/testkit'
import { RECORDERS } from './recorders'

/** Measures the cost of a record for each contender, in nanoseconds. Returns the median of all rounds. */
export async function measureRecorders(rounds: number): Promise<Readonly<Record<string, number>>> {
  const names = Object.keys(RECORDERS)
  const figures = new Map<string, number[]>(names.map((name) => [name, []]))
  // Contenders take turns, so that other load on this machine affects all of them.
  for (let round = 1; round <= rounds; round++) {
    for (const name of names) {
      console.error(`${round}/${rounds} ${name}`)
      figures.get(name)!.push(await nanosOf(name))
    }
  }
  return Object.fromEntries([...figures].map(([name, nanos]) => [name, median(nanos)]))
}

// --- helpers ---

async function nanosOf(name: string): Promise<number> {
  const { code, stdout, stderr } = await runProgram(join(__dirname, 'child.js'), {}, [name])
  if (code !== 0) throw new Error(`${name} ended with ${code}:\n${stderr}`)
  return Number(stdout)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
