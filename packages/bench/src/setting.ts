import { cpus } from 'node:os'
import type { Family } from './contender'
import { CONTENDERS } from './contenders'

/** Describes the run that a page reports. */
export interface Page {
  readonly command: string
  readonly date: string
  readonly rounds: number
  /** The rounds of the paced scenario, of which each case takes 20 s. */
  readonly pacedRounds: number
}

/** Describes this machine. */
export function machine(): string {
  const cores = cpus()
  return `${cores.length} cores (${cores[0]?.model.trim()}), ${process.platform}, Node ${process.version}`
}

/** Returns rows of a Markdown table that describe the contenders. */
export function contenderRows(families: readonly Family[]): string {
  return Object.values(CONTENDERS)
    .filter(({ family }) => families.includes(family))
    .map(({ title, description }) => `| ${title} | ${description} |`)
    .join('\n')
}

export function times(rounds: number): string {
  return rounds === 1 ? 'once' : `${rounds} times`
}
