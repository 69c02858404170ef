import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Crash, faultyFiles } from '../src/faulty-files'
import { ManualClock } from '../src/manual-clock'

let folder: string
let file: string

beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'azmon-faulty-'))
  file = join(folder, 'file')
})

afterEach(() => fs.rmSync(folder, { recursive: true }))

const { openSync, writeSync, closeSync, opendirSync } = fs
const faulty = () => faultyFiles({ openSync, writeSync, closeSync, opendirSync })

describe('faulty files', () => {
  it('work as the real ones without a fault, and record their calls', () => {
    const { files, calls } = faulty()
    const descriptor = files.openSync(file, 'w')
    expect(files.writeSync(descriptor, 'hello')).toBe(5)
    files.closeSync(descriptor)
    expect(fs.readFileSync(file, 'utf8')).toBe('hello')
    expect(calls).toEqual(['openSync', 'writeSync', 'closeSync'])
  })

  it('fail in the selected calls, until they are healed', () => {
    const { files, fail, heal } = faulty()
    fail('ENOSPC', { of: 'openSync', nth: 2, times: 1 })
    const open = () => files.closeSync(files.openSync(file, 'w'))
    open()
    expect(open).toThrow(expect.objectContaining({ code: 'ENOSPC', syscall: 'openSync' }))
    open()
    fail('EIO')
    expect(open).toThrow(expect.objectContaining({ code: 'EIO' }))
    heal()
    open()
  })

  it('write less than requested', () => {
    const { files, writeShort } = faulty()
    const descriptor = files.openSync(file, 'w')
    writeShort(3, { times: 1 })
    expect([files.writeSync(descriptor, 'hello'), files.writeSync(descriptor, 'hello')]).toEqual([3, 5])
    files.closeSync(descriptor)
    expect(fs.readFileSync(file, 'utf8')).toBe('helhello')
  })

  it('take time on a manual clock', () => {
    const { files, slow } = faulty()
    const clock = new ManualClock()
    slow(clock, 500, { of: 'closeSync' })
    files.closeSync(files.openSync(file, 'w'))
    expect(clock.monotonicMs()).toBe(500)
  })

  it.each([
    ['before', ''],
    ['within', 'he'],
    ['after', 'hello'],
  ] as const)('crash %s a write, after which nothing reaches the disk', (when, content) => {
    const faultyOnes = faulty()
    const { files, crash } = faultyOnes
    const descriptor = files.openSync(file, 'w')
    crash(when, 1)
    expect(() => files.writeSync(descriptor, 'hello')).toThrow(Crash)
    expect(faultyOnes.hasCrashed).toBe(true)
    expect(() => files.openSync(file, 'w')).toThrow('openSync was called after the crash')
    expect(fs.readFileSync(file, 'utf8')).toBe(content)
    expect(() => fs.closeSync(descriptor)).toThrow('EBADF')
  })
})
