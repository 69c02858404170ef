import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Tests, and the processes they start, keep their state away from that of whoever runs them. */
export default function setUp(): void {
  process.env['XDG_STATE_HOME'] = mkdtempSync(join(tmpdir(), 'azmon-tests-'))
}
