import { execFileSync } from 'node:child_process'

/** Whoever started us with npm has told it a folder of its own; ours counts. */
export function npmInstall(folder: string, specs: readonly string[]): void {
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel', 'error']
  execFileSync('npm', ['install', '--prefix', folder, ...quietly, ...specs], {
    cwd: folder,
    stdio: 'pipe',
    timeout: LIMIT_MS,
  })
}

const LIMIT_MS = 150_000
