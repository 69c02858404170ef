import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf } from '../errors'

/**
 * Creates a directory that only this user can read, for data that DuckDB moves out of memory. Removes directories that killed
 * processes of this user have left behind.
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
  // Another process that is starting may already have removed it.
  const status = await lstat(path).catch(() => undefined)
  if (!status?.isDirectory() || !isOurs(status.uid) || isInUse(Number(pid), status.ctimeMs)) return
  await rm(path, { recursive: true, force: true }).catch(() => undefined)
}

/**
 * Returns whether the directory belongs to this user. Windows has no user ids, but each user has their own temporary directory.
 */
function isOurs(uid: number): boolean {
  return process.getuid === undefined || process.getuid() === uid
}

/** Returns whether the directory's process is running. In a container, a new process may have the pid of a killed one. */
function isInUse(pid: number, changedMs: number): boolean {
  return pid === process.pid ? changedMs > performance.timeOrigin : isAlive(pid)
}

/** Returns whether the process exists. EPERM means that it does but belongs to another user. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}
