import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installOnce } from './npm-install'
import { run } from './run'
import { startScopedRegistry } from './scoped-registry'
import { tarballOf } from './store'
import { NEWEST, PNPM, TOOLS } from './versions'

/**
 * Installs `azmon` and Express with pnpm, next to the programs. Resolves with the folder. In pnpm's node_modules, a program
 * can import only the packages that its own package.json names.
 */
export async function strictConsumer(store: string): Promise<string> {
  const [tool, folder] = [join(store, 'pnpm'), join(store, 'strict')]
  installOnce(tool, '{ "private": true }', [`pnpm@${PNPM}`])
  cpSync(PROGRAMS, folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest(store)))
  await using registry = await startScopedRegistry(store)
  const pnpm = join(tool, 'node_modules/pnpm/bin/pnpm.cjs')
  const { HOME = '', npm_config_registry = '' } = process.env
  const env = {
    HOME,
    ...(npm_config_registry === '' ? {} : { npm_config_registry }),
    'npm_config_@azmon:registry': registry.url,
    npm_config_store_dir: join(store, 'pnpm-store'),
    npm_config_cache_dir: join(store, 'pnpm-cache'),
  }
  const { code, stdout, stderr } = await run(folder, process.execPath, [pnpm, 'install', '--ignore-scripts'], env)
  if (code !== 0) throw new Error(`pnpm exited with ${code}.\n${stdout}${stderr}`)
  return folder
}

// --- helpers ---

const PROGRAMS = join(__dirname, '../programs')

function manifest(store: string) {
  const { express } = NEWEST
  const { '@types/express': ofExpress, '@types/node': ofNode } = TOOLS
  return {
    name: 'shop',
    private: true,
    dependencies: { azmon: `file:${tarballOf(store, 'azmon')}`, express },
    devDependencies: { '@types/express': ofExpress, '@types/node': ofNode },
  }
}
