import { openStore } from '../src/store'

/** Packs once for all test files, which find the folder in CONSUMERS_STORE. */
export default function setUp(): void {
  process.env['CONSUMERS_STORE'] = openStore()
}
