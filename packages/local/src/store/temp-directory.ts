import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf } from '../errors'

/**
 * Makes a directory, which only this user can look into, for what DuckDB moves out of memory. Removes the ones that killed
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
  // Another process that starts now may have been the first to remove it.
  const status = await lstat(path).catch(() => undefined)
  if (!status?.isDirectory() || !isOurs(status.uid) || isInUse(Number(pid), status.ctimeMs)) return
  await rm(path, { recursive: true, force: true }).catch(() => undefined)
}

/** On Windows, where users have no numbers, each has a temporary directory of its own. */
function isOurs(uid: number): boolean {
  return process.getuid === undefined || process.getuid() === uid
}

/** In a container each process may have the number of the one that was killed before it. */
function isInUse(pid: number, changedMs: number): boolean {
  return pid === process.pid ? changedMs > performance.timeOrigin : isAlive(pid)
}

/** A process that must not be signalled is alive. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}
