import { chmod, lstat, mkdir } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { LocalError } from '../errors'

/**
 * Returns the directories in which local may keep its state, best first. They are next to those of the spool.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/ and systemd.exec(5), StateDirectory
 */
export function stateDirectories(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const [ofService] = (env['STATE_DIRECTORY'] ?? '').split(':')
  const ofUser = process.platform === 'win32' ? env['LOCALAPPDATA'] : env['XDG_STATE_HOME'] || stateOfHome()
  return [
    ...[ofService, ofUser].flatMap((base) => (base ? [join(resolve(base), NAME)] : [])),
    join(tmpdir(), `${NAME}-${process.geteuid?.() ?? env['USERNAME'] ?? ''}`),
  ]
}

/**
 * Creates a directory that only this user can open, unless it exists.
 * @throws LocalError `AZMON_LOCAL_STATE` if it belongs to another user or is no directory; otherwise the error of the system.
 */
export async function makePrivateDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const status = await lstat(path) // follows no link, because another user may have created it
  if (!status.isDirectory() || (process.geteuid !== undefined && status.uid !== process.geteuid())) {
    throw new LocalError('AZMON_LOCAL_STATE', `${path} is not a directory of this user. Remove it.`)
  }
  if (process.platform !== 'win32' && (status.mode & 0o077) !== 0) await chmod(path, 0o700)
}

// --- helpers ---

const NAME = 'azmon-local'

/** Returns undefined if the user has no home directory, for example with an arbitrary user id in a container. */
function stateOfHome(): string | undefined {
  try {
    return join(homedir(), '.local', 'state')
  } catch {
    return undefined
  }
}
