import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Separates the state of tests and their processes from that of the user who runs them. */
export default function setUp(): void {
  process.env['XDG_STATE_HOME'] = mkdtempSync(join(tmpdir(), 'azmon-tests-'))
}
