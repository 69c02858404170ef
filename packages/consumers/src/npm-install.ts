import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Installs packages in a folder that contains only this package.json, unless they are already installed. If several processes
 * need the same folder, one of them installs and the others wait.
 */
export function installOnce(folder: string, manifest: string, specs: readonly string[]): void {
  mkdirSync(folder, { recursive: true })
  const lock = join(folder, 'installing')
  while (!existsSync(join(folder, INSTALLED))) {
    if (!isMade(lock)) {
      pause()
      continue
    }
    try {
      writeFileSync(join(folder, 'package.json'), manifest)
      npmInstall(folder, specs)
    } finally {
      rmSync(lock, { recursive: true })
    }
  }
}

// --- helpers, in order of use ---

/** npm writes this file last, so the installation is complete if it exists. */
const INSTALLED = 'node_modules/.package-lock.json'

/**
 * Creates a directory as a lock. Returns false if it already exists. Removes it if it is
 * so old that its process must have died.
 */
function isMade(lock: string): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch {
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > 2 * LIMIT_MS) rmSync(lock, { recursive: true, force: true })
    return false
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
}

/** Installs packages. Passes `--prefix`, because npm started by npm inherits the prefix of the workspace. */
function npmInstall(folder: string, specs: readonly string[]): void {
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel', 'error']
  execFileSync('npm', ['install', '--prefix', folder, ...quietly, ...specs], {
    cwd: folder,
    stdio: 'pipe',
    timeout: LIMIT_MS,
  })
}

const LIMIT_MS = 300_000
