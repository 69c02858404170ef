import { existsSync } from 'node:fs'
import { anyCharacter } from '@azmon/testkit/any-character'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  FileNames,
  leasedName,
  olderFirst,
  readName,
  readyName,
  type SpoolFile,
  unfinishedName,
} from '../../src/spool/file-name'
import { anOwner, aSpoolFile } from './open-file-spool'

const HAS_PROC = existsSync('/proc/self/stat')

const files = fc.record({
  kind: fc.constantFrom('normal', 'errors', 'journal'),
  encoding: fc.constantFrom('gzip', 'identity'),
  timeMs: fc.nat({ max: 36 ** 9 - 1 }),
  items: fc.nat({ max: 36 ** 6 - 1 }),
  bytes: fc.nat({ max: 36 ** 7 - 1 }),
} satisfies Record<keyof Omit<SpoolFile, 'id' | 'sequence'>, unknown>)

describe('a name', () => {
  it('contains the whole state of a ready file', () => {
    fc.assert(
      fc.property(files, (known) => {
        const file = new FileNames().next(known)
        expect(readName(readyName(file))).toEqual({ file, state: { kind: 'ready' } })
      }),
    )
  })

  it('contains the lease of a file, and how many processes have tried to read it', () => {
    fc.assert(
      fc.property(files, fc.nat({ max: 36 ** 9 - 1 }), fc.nat({ max: 3 }), (known, untilMs, readers) => {
        const names = new FileNames()
        const lease = { untilMs, owner: names.owner }
        const file = names.next(known)
        expect(readName(leasedName(file, lease, readers))).toEqual({ file, state: { kind: 'leased', lease, readers } })
      }),
    )
  })

  it('contains the process that writes a file', () => {
    const names = new FileNames()
    const file = aSpoolFile()
    expect(readName(unfinishedName(file, names.owner))).toEqual({
      file,
      state: { kind: 'being-written', owner: names.owner },
    })
  })

  it('is not ours if a character is missing or added', () => {
    const name = readyName(aSpoolFile())
    for (const hostile of [name.slice(1), `${name}x`, ` ${name}`, `${name}\n`, name.replace('.rdy', '.RDY')])
      expect(readName(hostile)).toBeUndefined()
  })

  it.each([
    '',
    '.',
    '..',
    '.rdy',
    '../../etc/passwd',
    '__proto__',
    'drain.lock',
    'drain.holder',
    'bad',
    `../${readyName(aSpoolFile())}`,
    `a/${readyName(aSpoolFile())}`,
    readyName(aSpoolFile()).replace(/^1/, '2'), // of a later version
    readyName(aSpoolFile()).replace(/^1n/, '1x'),
    readyName(aSpoolFile()).replace(/^1../, '1nq'),
    `${aSpoolFile().id}.zzzzzzzzzz-${new FileNames().owner}.lse`,
    `${aSpoolFile().id}.m-nobody.lse`,
    `${aSpoolFile().id}.tmp`,
    `1nr-zzzzzzzzzz-${'0'.repeat(16)}-0-1-1.rdy`,
    `1nr-1-${'0'.repeat(16)}-0--1-1.rdy`,
    'x'.repeat(100_000),
    `1nr-${'-'.repeat(100_000)}`,
  ])('is not ours: %.60s', (hostile) => {
    expect(readName(hostile)).toBeUndefined()
  })

  it('of any string is not ours, or has possible values', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: anyCharacter })), (text) => {
        expect(readName(text)).toBeUndefined()
      }),
    )
  })

  it('with any character replaced is not ours, or leads to no other folder', () => {
    const names = new FileNames()
    const name = leasedName(aSpoolFile(), { untilMs: 1_767_312_000_000, owner: names.owner })
    fc.assert(
      fc.property(fc.nat({ max: name.length - 1 }), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
        const known = readName(name.slice(0, at) + character + name.slice(at + 1))
        expect(known?.file.id ?? 'x').toMatch(/^[0-9a-z-]+$/)
      }),
    )
  })

  it('is unique', () => {
    const all = [new FileNames(), new FileNames()].flatMap((names) =>
      Array.from({ length: 1_000 }, () => names.next({ ...aSpoolFile(), timeMs: 1 }).id),
    )
    expect(new Set(all).size).toBe(2_000)
  })
})

describe('the order of files', () => {
  it('is that of their oldest items', () => {
    const [younger, older] = [aSpoolFile({ timeMs: 2 }), aSpoolFile({ timeMs: 1 })]
    expect([younger, older].sort(olderFirst)).toEqual([older, younger])
  })

  it('of the same time is that of the writer’s sequence, beyond one digit', () => {
    const names = new FileNames()
    const written = Array.from({ length: 100 }, () => names.next(aSpoolFile({ timeMs: 1 })))
    expect([...written].reverse().sort(olderFirst)).toEqual(written)
  })
})

describe('an owner', () => {
  it('is dead if its process is dead', () => {
    expect(new FileNames().isOfDeadProcess(anOwner('dead'))).toBe(true)
  })

  it('is alive while its process is', () => {
    expect(new FileNames().isOfDeadProcess(anOwner('living'))).toBe(false)
    expect(new FileNames().isOfDeadProcess(new FileNames().owner)).toBe(false)
  })

  it('is dead if another process has its id now', () => {
    const [host, pid, suffix = ''] = anOwner('living').split('-')
    const mark = suffix.startsWith('ffff') ? 'eeee' : 'ffff'
    expect(new FileNames().isOfDeadProcess([host, pid, `${mark}abcd`].join('-'))).toBe(HAS_PROC)
    expect(new FileNames().isOfDeadProcess([host, pid, '0000abcd'].join('-'))).toBe(false) // of a system that does not tell
  })

  it('may be alive if it is on another machine', () => {
    expect(new FileNames().isOfDeadProcess(anOwner('elsewhere'))).toBe(false)
  })
})
