import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Environment } from './environment'

/** Where spools may live: `levels` below `base` are ours alone, and so is everything in them. */
export interface StoragePlace {
  readonly base: string
  readonly levels: readonly string[]
}

/**
 * Where state of a program belongs, best first; what is in the temporary directory may be gone tomorrow.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/ and systemd.exec(5), StateDirectory
 */
export function storagePlaces(storagePath: string | undefined, env: Environment): StoragePlace[] {
  if (storagePath !== undefined) return [{ base: resolve(storagePath), levels: [] }]
  const [ofService = ''] = (env['STATE_DIRECTORY'] ?? '').split(':')
  const ofUser = process.platform === 'win32' ? env['LOCALAPPDATA'] : env['XDG_STATE_HOME'] || stateOfHome()
  return [
    ...[ofService, ofUser ?? ''].filter(Boolean).map((base) => ({ base: resolve(base), levels: ['azmon'] })),
    { base: tmpdir(), levels: [`azmon-${process.geteuid?.() ?? env['USERNAME'] ?? ''}`] },
  ]
}

/** Undefined where the user has no home, as in a container with a user id of its own. */
function stateOfHome(): string | undefined {
  try {
    return join(homedir(), '.local', 'state')
  } catch {
    return undefined
  }
}
