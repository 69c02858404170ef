import { describe, expect, it } from '@jest/globals'
import type { SpoolFile } from '../../src/spool/file-name'
import { type Ready, ReadyFiles } from '../../src/spool/ready-files'
import { aSpoolFile } from './open-file-spool'

function ready(file: Partial<Omit<SpoolFile, 'id'>> = {}, more: Partial<Ready> = {}): Ready {
  const made = aSpoolFile(file)
  return { file: made, name: made.id, items: made.items, bytes: made.bytes, deaths: 0, isOwn: false, tries: 0, ...more }
}

function filesOf(...all: readonly Ready[]): ReadyFiles {
  const files = new ReadyFiles()
  for (const one of all) files.add(one)
  return files
}

describe('ready files', () => {
  it('add up, and count a file once that gets another name', () => {
    const one = ready({ items: 2, bytes: 100 })
    const files = filesOf(one, ready({ items: 3, bytes: 200 }))
    expect([files.files, files.items, files.bytes]).toEqual([2, 5, 300])
    files.add({ ...one, name: 'another name' })
    expect([files.files, files.items, files.bytes]).toEqual([2, 5, 300])
    files.delete(one) // by now it is another entry
    expect(files.get(one.file.id)?.name).toBe('another name')
  })

  it('are sent by tries, then by age', () => {
    const [old, young] = [ready({ timeMs: 1 }, { tries: 1 }), ready({ timeMs: 2 })]
    const files = filesOf(old, young)
    expect(files.next('any')).toBe(young)
    files.delete(young)
    expect(files.next('any')).toBe(old)
    expect(files.next('own')).toBeUndefined()
  })

  it('are evicted by age, per kind or of any kind', () => {
    const [error, normal] = [ready({ kind: 'errors', timeMs: 1 }), ready({ timeMs: 2 })]
    const files = filesOf(normal, error)
    expect(files.oldest()).toBe(error)
    expect(files.oldest('normal')).toBe(normal)
    expect(files.oldest('journal')).toBeUndefined()
  })

  it('of other processes are limited to 4,096 per kind: the youngest is forgotten first', () => {
    const files = new ReadyFiles()
    for (let timeMs = 1; timeMs <= 4_095; timeMs++) files.add(ready({ timeMs }))
    expect(files.firstToForget('normal')).toBeUndefined()
    files.add(ready({ timeMs: 4_096 }))
    expect(files.firstToForget('normal')?.file.timeMs).toBe(4_096)
    expect(files.firstToForget('errors')).toBeUndefined()
  })

  it('are seen in a scan if they were marked or added since it began', () => {
    const [marked, missing, added] = [ready(), ready(), ready()]
    const files = filesOf(marked, missing)
    files.beginScan()
    files.markSeen(marked)
    files.add(added)
    expect([marked, missing, added].map((file) => files.wasSeen(file))).toEqual([true, false, true])
  })
})
