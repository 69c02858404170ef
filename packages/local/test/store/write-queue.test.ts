import { expect, it } from '@jest/globals'
import { WriteQueue } from '../../src/store/write-queue'

/** A queue that records its writes. A write that contains `bad` fails. */
function setup() {
  const writes: string[][] = []
  const queue = new WriteQueue<string>(async (items) => {
    await new Promise(setImmediate)
    if (items.includes('bad')) throw new Error('cannot write')
    writes.push([...items])
  })
  return { queue, writes }
}

it('combines items that are added during a write', async () => {
  const { queue, writes } = setup()
  const first = queue.add(['a'])
  await new Promise(process.nextTick)
  await Promise.all([first, queue.add(['b']), queue.add(['c', 'd'])])
  expect(writes).toEqual([['a'], ['b', 'c', 'd']])
})

it('writes each addition by itself after a failed write and rejects only the bad one', async () => {
  const { queue, writes } = setup()
  const results = await Promise.allSettled([queue.add(['a']), queue.add(['bad', 'b']), queue.add(['c'])])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(writes.flat().sort()).toEqual(['a', 'c'])
})

it('runs other work between two writes, and settles as it does', async () => {
  const { queue, writes } = setup()
  const first = queue.add(['a'])
  await new Promise(process.nextTick)
  const seen = queue.run(async () => void writes.push(['work']))
  await Promise.all([first, seen, queue.add(['b'])])
  expect(writes).toEqual([['a'], ['work'], ['b']])
  await expect(queue.run(() => Promise.reject(new Error('cannot clear')))).rejects.toThrow('cannot clear')
  await queue.add(['c'])
  expect(writes.at(-1)).toEqual(['c'])
})

it('is idle when everything is written', async () => {
  const { queue, writes } = setup()
  void queue.add(['a'])
  void queue.add(['b'])
  await queue.idle()
  expect(writes.flat()).toEqual(['a', 'b'])
  await queue.idle()
})
