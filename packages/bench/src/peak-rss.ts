import { readFileSync } from 'node:fs'

/**
 * Returns the peak memory of this process. On Linux, `maxRSS` starts with the memory that
 * the parent held when it started the process.
 */
export function peakRssBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1_024
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kibibytes) * 1_024
}
