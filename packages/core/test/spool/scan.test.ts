import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { readName, readyName, unfinishedName } from '../../src/spool/file-name'
import { systemFiles } from '../../src/spool/file-system'
import { Scan } from '../../src/spool/scan'
import { aBatch } from '../builders'
import { anOwner, aSpoolFile, leaveBatch, leaveFile, spoolFolder } from './open-file-spool'
import { spoolParts } from './spool-parts'

function setup() {
  const parts = spoolParts()
  const { names, ready, holdings, clock } = parts
  const aScan = (knownForeign: ReadonlySet<string> = new Set(), adopted?: string) =>
    new Scan({ files: systemFiles, names, ready, holdings, adopted, knownForeign })
  const view = () => ({ names, nowMs: clock.epochMs(), isTimeTrusted: true })
  const run = (scan: Scan, steps = Number.POSITIVE_INFINITY) => {
    const work = scan.run(spoolFolder(parts.folder), view)
    for (let step = 0; step < steps && work.next().done !== true; step++) {}
    return { scan, work }
  }
  return { ...parts, aScan, run }
}

describe('a scan', () => {
  it('finds batches, unfinished files, and files that are not batches', () => {
    const { folder, ready, run, aScan } = setup()
    leaveBatch(folder, ['a'])
    const unfinished = leaveFile(folder, unfinishedName(aSpoolFile(), anOwner('dead')), 'half')
    leaveFile(folder, 'a stranger', '')
    leaveFile(folder, 'drain.holder', '')
    const { scan } = run(aScan())
    expect([ready.files, scan.unfinished, scan.foreignFiles, scan.others.files]).toEqual([1, [unfinished], 1, 1])
  })

  it('forgets files that another process removed', () => {
    const { folder, ready, run, aScan } = setup()
    const name = leaveBatch(folder, ['a'])
    run(aScan())
    rmSync(join(spoolFolder(folder), name))
    run(aScan())
    expect(ready.files).toBe(0)
  })

  it('keeps a file that this process wrote after the scan began', () => {
    const { folder, ready, store, run, aScan } = setup()
    leaveBatch(folder, ['a'])
    const { work } = run(aScan(), 1)
    store.put(aBatch('new'))
    while (work.next().done !== true) {}
    expect(ready.files).toBe(2)
  })

  it('leaves files alone that this process holds', () => {
    const { store, ready, holdings, run, aScan } = setup()
    store.hold(aBatch('a'), 'urgent')
    const { scan } = run(aScan())
    expect([ready.files, scan.others.files, holdings.files]).toEqual([0, 0, 1])
  })

  it('does not offer a file whose content has an unknown version', () => {
    const { folder, ready, run, aScan } = setup()
    const id = readName(leaveBatch(folder, ['a']))?.file.id ?? ''
    const { scan } = run(aScan(new Set([id])))
    expect([ready.files, scan.foreignFiles]).toEqual([0, 1])
  })

  it('counts files of an adopted writer as this process’s', () => {
    const { folder, ready, run, aScan } = setup()
    run(aScan(new Set(), leaveBatch(folder, ['a']).split('-')[2]))
    expect(ready.next('own')).toBeDefined()
  })

  it('keeps the 4,096 oldest files of other processes, and counts the rest', () => {
    const { folder, ready, run, aScan } = setup()
    for (let timeMs = 1; timeMs <= 4_100; timeMs++) leaveFile(folder, readyName(aSpoolFile({ timeMs })), '')
    const { scan } = run(aScan())
    expect([ready.files, scan.beyond.files, ready.firstToForget('normal')?.file.timeMs]).toEqual([4_096, 4, 4_096])
  })
})

it('a scan of nothing has found nothing', () => {
  const nothing = new Scan()
  expect([...nothing.run(undefined, () => ({}) as never)]).toEqual([])
  expect(nothing).toMatchObject({ foreignFiles: 0, unfinished: [], beyond: { files: 0 } })
})
