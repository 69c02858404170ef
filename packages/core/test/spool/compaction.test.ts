import { describe, expect, it } from '@jest/globals'
import { mergeableGroups } from '../../src/spool/compaction'
import type { SpoolFile } from '../../src/spool/file-name'
import type { Ready } from '../../src/spool/ready-files'
import { aClock, aSpoolFile } from './open-file-spool'

const clock = aClock()

function ready(count: number, file: Partial<Omit<SpoolFile, 'id'>> = {}): readonly Ready[] {
  return Array.from({ length: count }, (_, index) => {
    const made = aSpoolFile({ encoding: 'gzip', timeMs: clock.epochMs() - 60_000 + index, ...file })
    const { items, bytes } = made
    return { file: made, name: made.id, items, bytes, deaths: 0, isOwn: true, tries: 0 }
  })
}

async function groupsOf(files: readonly Ready[]): Promise<readonly (readonly Ready[])[]> {
  const groups: (readonly Ready[])[] = []
  for await (const group of mergeableGroups(files, clock)) groups.push(group)
  return groups
}

describe('files that are merged', () => {
  it('are eight small ones or more, in order of age', async () => {
    const files = ready(8)
    expect(await groupsOf(files.toReversed())).toEqual([files])
    expect(await groupsOf(files.slice(1))).toEqual([])
  })

  it('are a single raw one that is large', async () => {
    const raw = ready(1, { encoding: 'identity', items: 100, bytes: 65_536 })
    expect(await groupsOf(raw)).toEqual([raw])
    expect(await groupsOf(ready(1, { encoding: 'identity', bytes: 65_535 }))).toEqual([])
  })

  it.each<[string, Partial<SpoolFile>]>([
    ['written in the last half minute', { timeMs: clock.epochMs() - 29_000 }],
    ['journals', { kind: 'journal' }],
    ['compressed and large', { bytes: 65_536 }],
    ['compressed and of many items', { items: 512 }],
  ])('are not %s', async (_, file) => {
    expect(await groupsOf(ready(20, file))).toEqual([])
  })

  it('do not mix batches with errors and batches without', async () => {
    const groups = await groupsOf([...ready(8, { kind: 'errors' }), ...ready(8)])
    expect(groups.map((group) => new Set(group.map(({ file }) => file.kind)).size)).toEqual([1, 1])
  })

  it('fit into one request', async () => {
    const groups = await groupsOf(ready(30, { items: 200, bytes: 60_000 }))
    for (const group of groups) {
      expect(group.reduce((sum, { items }) => sum + items, 0)).toBeLessThanOrEqual(2_048)
      expect(group.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(1_048_576)
    }
    expect(groups.map((group) => group.length)).toEqual([10, 10, 10])
  })
})
