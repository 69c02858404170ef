import { cpus } from 'node:os'
import type { Family } from './contender'
import { CONTENDERS } from './contenders'

/** How a page of figures came about. */
export interface Page {
  readonly command: string
  readonly date: string
  readonly rounds: number
}

/** What a page of figures has to say of where they come from. */
export function machine(): string {
  const cores = cpus()
  return `${cores.length} cores (${cores[0]?.model.trim()}), ${process.platform}, Node ${process.version}`
}

/** Rows of a Markdown table: what each contender is. */
export function contenderRows(families: readonly Family[]): string {
  return Object.values(CONTENDERS)
    .filter(({ family }) => families.includes(family))
    .map(({ title, description }) => `| ${title} | ${description} |`)
    .join('\n')
}

export function times(rounds: number): string {
  return rounds === 1 ? 'once' : `${rounds} times`
}
