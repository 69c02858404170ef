import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface InstalledFile {
  /** The name of the package that contains the file. */
  readonly owner: string
  /** The folder of that package. If several copies are installed, each has its own folder. */
  readonly place: string
  readonly bytes: number
}

/** Lists the files of all packages in a folder's node_modules, except for npm's own files. */
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
