import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Environment } from './environment'

/** A possible location of the spool. azmon owns the directories `levels` below `base` and all files in them. */
export interface StoragePlace {
  readonly base: string
  readonly levels: readonly string[]
}

/**
 * Returns the usual locations for a program's state, best first. The temporary directory is last, because the system may
 * clear it.
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

/** Returns undefined if the user has no home directory, for example with an arbitrary user id in a container. */
function stateOfHome(): string | undefined {
  try {
    return join(homedir(), '.local', 'state')
  } catch {
    return undefined
  }
}
