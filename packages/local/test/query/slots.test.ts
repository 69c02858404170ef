import { expect, it } from '@jest/globals'
import { Slots } from '../../src/query/slots'

const { signal } = new AbortController()

/** A task that ends when it is told to. */
function aTask() {
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return { end: () => end(), run: () => ended }
}

it('runs tasks up to the limit, and the others in the order of their arrival', async () => {
  const slots = new Slots(2)
  const order: string[] = []
  const [a, b, c, d] = [aTask(), aTask(), aTask(), aTask()]
  const runs = Object.entries({ a, b, c, d }).map(([name, { run }]) =>
    slots.run(async () => {
      order.push(name)
      await run()
    }, signal),
  )
  expect(order).toEqual(['a', 'b'])
  b.end()
  await runs[1]
  expect(order).toEqual(['a', 'b', 'c'])
  for (const task of [a, c, d]) task.end()
  await Promise.all(runs)
  expect(order).toEqual(['a', 'b', 'c', 'd'])
})

it('passes the slot on when a task fails', async () => {
  const slots = new Slots(1)
  const failed = slots.run(() => Promise.reject(new Error('a defect')), signal)
  const next = slots.run(async () => 'done', signal)
  await expect(failed).rejects.toThrow('a defect')
  expect(await next).toBe('done')
})

it('does not run a task that was aborted before or while it waits', async () => {
  const slots = new Slots(1)
  const first = aTask()
  const running = slots.run(first.run, signal)
  const client = new AbortController()
  const waiting = slots.run(async () => 'ran', client.signal)
  client.abort(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
  await expect(slots.run(async () => 'ran', client.signal)).rejects.toThrow('gone')
  first.end()
  await running
  expect(await slots.run(async () => 'ran', signal)).toBe('ran')
})
