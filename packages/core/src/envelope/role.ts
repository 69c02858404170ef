import { readFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'

/** `cloud_RoleName` where nobody chose one: the name of the nearest package.json above the script, else the script's own. */
export function defaultRole(script: string | undefined = process.argv[1]): string {
  if (script === undefined) return 'node'
  for (let folder = dirname(script), last = ''; folder !== last; last = folder, folder = dirname(folder)) {
    const name = packageName(join(folder, 'package.json'))
    if (name !== undefined) return name
  }
  return basename(script, extname(script))
}

function packageName(file: string): string | undefined {
  try {
    const name: unknown = JSON.parse(readFileSync(file, 'utf8')).name
    return typeof name === 'string' && name !== '' ? name : undefined
  } catch {
    return undefined // no such file, or not one to rely on
  }
}
