import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf } from '../errors'

/**
 * Makes a directory that only this user can read, for data that DuckDB moves out of memory. Removes the directories of killed
 * processes of this user.
 */
export async function makeTempDirectory(parent = tmpdir()): Promise<string> {
  const names = await readdir(parent)
  await Promise.all(names.map((name) => removeLeftover(parent, name)))
  return mkdtemp(join(parent, `${PREFIX}${process.pid}-`))
}

// --- helpers, in order of use ---

const PREFIX = 'azmon-local-'
const nameWithPid = /^azmon-local-(\d{1,10})-[A-Za-z0-9]{6}$/

async function removeLeftover(parent: string, name: string): Promise<void> {
  const pid = nameWithPid.exec(name)?.[1]
  if (pid === undefined) return
  const path = join(parent, name)
  // Another starting process may already have removed it.
  const status = await lstat(path).catch(() => undefined)
  if (!status?.isDirectory() || !isOurs(status.uid) || isInUse(Number(pid), status.ctimeMs)) return
  await rm(path, { recursive: true, force: true }).catch(() => undefined)
}

/** Windows has no user ids, but each user has a temporary directory of their own. */
function isOurs(uid: number): boolean {
  return process.getuid === undefined || process.getuid() === uid
}

/** In a container, a new process may have the same pid as the one that was killed. */
function isInUse(pid: number, changedMs: number): boolean {
  return pid === process.pid ? changedMs > performance.timeOrigin : isAlive(pid)
}

/** EPERM means that the process exists but belongs to another user. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}
