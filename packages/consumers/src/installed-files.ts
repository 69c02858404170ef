import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface InstalledFile {
  /** Of the package that it belongs to. */
  readonly owner: string
  /** Two copies of a package have two places. */
  readonly place: string
  readonly bytes: number
}

/** All files of all packages in a folder's node_modules, but none of npm's own. */
export function installedFiles(folder: string): readonly InstalledFile[] {
  return readdirSync(join(folder, 'node_modules'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => installedFile(join(entry.parentPath, entry.name)))
    .filter(({ owner }) => !owner.startsWith('.'))
}

export function installedFile(path: string): InstalledFile {
  const [, place = '', owner = ''] = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))/.exec(path) ?? []
  return { owner, place, bytes: statSync(path).size }
}
