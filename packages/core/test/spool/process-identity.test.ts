import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from '@jest/globals'
import { isRunning, markOf } from '../../src/spool/process-identity'

const onLinux = existsSync('/proc/self/stat') ? it : it.skip

it('knows running processes', () => {
  expect(isRunning(process.pid, markOf(process.pid))).toBe(true)
  expect(isRunning(process.ppid, markOf(process.ppid))).toBe(true)
  expect(markOf(process.pid)).toBe(markOf(process.pid))
})

it('knows a process that has ended', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  await once(child, 'spawn')
  const [pid = 0, mark] = [child.pid, markOf(child.pid ?? 0)]
  expect(isRunning(pid, mark)).toBe(true)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(isRunning(pid, mark)).toBe(false)
})

onLinux('knows that another process has the id now', () => {
  expect(isRunning(process.pid, markOf(process.pid) === 'ffff' ? 'eeee' : 'ffff')).toBe(false)
})

onLinux('knows a killed process whose parent is too busy to notice', async () => {
  const parent = spawn(process.execPath, ['-e', BUSY_PARENT])
  const [printed] = await once(parent.stdout, 'data')
  const pid = Number(printed)
  const mark = markOf(pid)
  process.kill(pid, 'SIGKILL')
  while (!/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))) await new Promise(setImmediate)
  expect(isRunning(pid, mark)).toBe(false)
  parent.kill('SIGKILL')
})

// --- helpers ---

/** Starts a process, prints its id, and blocks. */
const BUSY_PARENT = `
  const child = require('node:child_process').spawn('sleep', ['60'])
  require('node:fs').writeSync(1, String(child.pid))
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000)`
