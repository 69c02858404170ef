import { expect, it } from '@jest/globals'
import { describeWaiting, isEmpty, sumOf, sumOfWaiting, surveySpool } from '../../src/maintenance'
import { aSpool } from './a-spool'

const HOUR_MS = 3_600_000

it('groups the files of a spool by the processes that may claim them', () => {
  const spool = aSpool()
  spool.put(['a', 'b'], Date.now() - 3 * HOUR_MS)
  spool.put(['c'])
  spool.putLeased(['d'], 'living')
  spool.putLeased(['e'], 'dead') // any process may claim it
  spool.putJournal(['f'], 'living')
  spool.putJournal(['g'], 'dead')
  spool.putFile('bad/mf0k2x9a-00c0ffee00c0ffee.rejected', '12345')
  spool.putFile('bad/notes.txt')
  spool.putFile('of-another-program.txt')

  const survey = surveySpool(spool.directory)

  expect(survey.directory).toBe(spool.directory)
  expect(sumOfWaiting(survey.waiting)).toMatchObject({ files: 3, items: 4 })
  expect(describeWaiting(sumOfWaiting(survey.waiting))).toMatch(/^3 files, 4 items, .*, oldest 3 h$/)
  expect(sumOf(survey.leased)).toMatchObject({ files: 1, items: 1 })
  expect(survey.journalsInUse).toHaveLength(1)
  expect(survey.journalsLeft).toHaveLength(1)
  expect(sumOf(survey.bad)).toMatchObject({ files: 1, bytes: 5 })
  expect(survey.foreign).toBe(1)
})

it('is empty if nothing waits and no process sends, even if a program writes its journal', () => {
  const spool = aSpool()
  spool.putJournal(['a'], 'living')
  expect(isEmpty(surveySpool(spool.directory))).toBe(true)
  spool.putLeased(['b'], 'living')
  expect(isEmpty(surveySpool(spool.directory))).toBe(false)
})
