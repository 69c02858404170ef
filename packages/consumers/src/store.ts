import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Folders of the packages that programs install. */
export type OurPackage = 'core' | 'winston' | 'pino' | 'tracing'

/**
 * Makes a folder outside the workspace for what npm would publish of this state of the sources, which has to be built, and
 * for the consumers that install it.
 */
export function openStore(): string {
  const store = realpathSync(mkdtempSync(join(tmpdir(), 'azmon-consumers-')))
  for (const name of ['core', 'winston', 'pino', 'tracing'] satisfies OurPackage[]) {
    const shelf = join(store, 'packed', name)
    mkdirSync(shelf, { recursive: true })
    execFileSync('npm', ['pack', '--workspace', `packages/${name}`, '--pack-destination', shelf], {
      cwd: WORKSPACE,
      stdio: 'pipe',
    })
  }
  return store
}

export function tarballOf(store: string, name: OurPackage): string {
  const shelf = join(store, 'packed', name)
  return join(shelf, readdirSync(shelf)[0] ?? '')
}

// --- helpers ---

const WORKSPACE = join(__dirname, '../../..')
