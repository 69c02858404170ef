import { EventEmitter, once } from 'node:events'
import { expect, it } from '@jest/globals'
import { WriteQueue } from '../../src/store/write-queue'

it('writes together what arrives while a write is running', async () => {
  const written: number[][] = []
  const disk = new EventEmitter()
  const queue = new WriteQueue<number>(async (items) => {
    written.push([...items])
    disk.emit('writing')
    if (written.length === 1) await once(disk, 'free')
  })

  const writing = once(disk, 'writing')
  const first = queue.add([1])
  await writing
  const others = [queue.add([2]), queue.add([3, 4])]
  disk.emit('free')
  await Promise.all([first, ...others])

  expect(written).toEqual([[1], [2, 3, 4]])
})

it('rejects only those whose write failed', async () => {
  const queue = new WriteQueue<number>(async (items) => {
    if (items.includes(1)) throw new Error('disk full')
  })

  await expect(queue.add([1])).rejects.toThrow('disk full')
  await expect(queue.add([2])).resolves.toBeUndefined()
})

it('is idle when everything added is written', async () => {
  let written = 0
  const queue = new WriteQueue<number>(async (items) => {
    await new Promise(setImmediate)
    written += items.length
  })
  void queue.add([1])
  void queue.add([2])

  await queue.idle()

  expect(written).toBe(2)
})
