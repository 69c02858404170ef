import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The folders of the published packages. */
const OURS = ['core', 'winston', 'pino', 'tracing', 'metrics', 'express', 'azmon', 'kql', 'local', 'mcp'] as const

export type OurPackage = (typeof OURS)[number]

/**
 * Packs all packages, which must already be built, into a new folder outside the workspace.
 * Consumers are installed in the same folder.
 */
export function openStore(): string {
  const store = realpathSync(mkdtempSync(join(tmpdir(), 'azmon-consumers-')))
  const packed = join(store, PACKED)
  mkdirSync(packed)
  const workspaces = OURS.flatMap((name) => ['--workspace', `packages/${name}`])
  execFileSync('npm', ['pack', ...workspaces, '--pack-destination', packed], { cwd: WORKSPACE, stdio: 'pipe' })
  return store
}

export function tarballOf(store: string, name: OurPackage): string {
  const file = new RegExp(`^(azmon-)?${name}-\\d`)
  return join(store, PACKED, readdirSync(join(store, PACKED)).find((each) => file.test(each)) ?? name)
}

export function tarballs(store: string): readonly string[] {
  return OURS.map((name) => tarballOf(store, name))
}

// --- helpers ---

const PACKED = 'packed'

const WORKSPACE = join(__dirname, '../../..')
