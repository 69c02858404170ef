import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { codeOf } from './file-system'

/**
 * Returns four hex digits that distinguish a process from later processes with the same id, such as in a restarted container.
 * They are derived from its start time, which only Linux reports; on other systems they are zeros.
 */
export function markOf(pid: number): string {
  const stat = statOf(pid)
  return stat === undefined ? UNKNOWN : digest(stat.startTime)
}

/** Returns true if the process with this id and mark still runs, or if that cannot be known. */
export function isRunning(pid: number, mark: string): boolean {
  const stat = statOf(pid)
  if (stat === undefined) return exists(pid)
  return !ENDED.has(stat.state) && (mark === UNKNOWN || digest(stat.startTime) === mark)
}

// --- helpers, in order of use ---

const UNKNOWN = '0000'

interface Stat {
  readonly state: string
  /** In clock ticks since the system started. */
  readonly startTime: string
}

/** Returns undefined if there is no such process, or if this system does not report it. @see proc_pid_stat(5) */
function statOf(pid: number): Stat | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The fields follow the name of the program, which may contain spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state = '', startTime = ''] = [fields[0], fields[19]]
    return startTime === '' ? undefined : { state, startTime }
  } catch {
    return undefined
  }
}

function digest(startTime: string): string {
  const mark = createHash('sha256').update(startTime).digest('hex').slice(0, UNKNOWN.length)
  return mark === UNKNOWN ? '0001' : mark
}

/** A killed process stays a zombie until its parent has read its exit code, which a busy parent does late or never. */
const ENDED: ReadonlySet<string> = new Set(['Z', 'X', 'x'])

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM means that the process exists and belongs to another user.
    return codeOf(error) !== 'ESRCH'
  }
}
