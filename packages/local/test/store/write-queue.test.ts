import { expect, it } from '@jest/globals'
import { StoreBusy } from '../../src/store/store'
import { WriteQueue } from '../../src/store/write-queue'

/** A queue that records its writes. A write that contains `bad` fails. */
function setup(afterWrite = async (_items: number) => {}) {
  const writes: string[][] = []
  const queue = new WriteQueue<string>(async (items) => {
    await new Promise(setImmediate)
    if (items.includes('bad')) throw new Error('cannot write')
    writes.push([...items])
  }, afterWrite)
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

it('settles additions before the work that follows a write', async () => {
  const events: string[] = []
  const { queue } = setup(async (items) => void events.push(`after ${items}`))
  await queue.add(['a', 'b']).then(() => events.push('written'))
  await queue.idle()
  expect(events).toEqual(['written', 'after 2'])
})

it('splits large additions into several writes', async () => {
  const { queue, writes } = setup()
  const half = Array.from({ length: 2_500 }, () => 'a')
  await Promise.all([queue.add(half), queue.add(half), queue.add(['b'])])
  expect(writes.map((write) => write.length)).toEqual([2_500, 2_501])
})

it('rejects additions while too many items wait, and accepts them afterwards', async () => {
  const { queue } = setup()
  const many = Array.from({ length: 50_001 }, () => 'a')
  const added = queue.add(many)
  await expect(queue.add(['b'])).rejects.toThrow(StoreBusy)
  await added
  await expect(queue.add(['b'])).resolves.toBeUndefined()
})
