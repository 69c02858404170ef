import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Builds the web page, and separates the state of tests and their processes from that of the user who runs them. */
export default function setUp(): void {
  // Takes half a second. A server that runs from source serves the built page, too.
  execFileSync(process.execPath, ['packages/local/web/build.mjs'], { stdio: 'inherit' })
  process.env['XDG_STATE_HOME'] = mkdtempSync(join(tmpdir(), 'azmon-tests-'))
}
