import { openStore } from '../src/store'

/** Packs once for all test files; the place is theirs in the environment. */
export default function setUp(): void {
  process.env['CONSUMERS_STORE'] = openStore()
}
