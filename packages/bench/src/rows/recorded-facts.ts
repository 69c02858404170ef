import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Facts } from './facts'
import type { ByPeer } from './sdks'

/** Returns the facts of the other libraries from their last run, so that a comparison has to run only azmon. */
export function readRecordedFacts(): ByPeer<Facts> {
  return JSON.parse(readFileSync(FILE, 'utf8')) as ByPeer<Facts>
}

export function recordFacts(facts: ByPeer<Facts>): void {
  writeFileSync(FILE, `${JSON.stringify(facts, null, 2)}\n`)
}

/** A path that is also right from dist, where this program runs. */
const FILE = join(__dirname, '../../src/rows/recorded-facts.json')
