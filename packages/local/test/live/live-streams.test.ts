import { expect, it } from '@jest/globals'
import { LiveMetrics } from '../../src/live/live-metrics'
import { LiveStreams } from '../../src/live/live-streams'
import { readPosts } from '../../src/live/read-post'

const [post] = readPosts([{ Documents: [{ DocumentType: 'Trace', Message: 'm'.repeat(1_000) }] }], 1)

it('ends the stream of a reader that is too slow', async () => {
  const live = new LiveMetrics()
  const stream = new LiveStreams(live).open()
  let sent = 0
  while (live.isWatched && post !== undefined && sent < 10_000) {
    live.addPost(post)
    sent++
  }
  expect(sent).toBeLessThan(2_000)
  await expect(stream?.getReader().read()).rejects.toThrow('too slow')
})

it('ends the subscription when the reader has gone', async () => {
  const live = new LiveMetrics()
  const stream = new LiveStreams(live).open()
  expect(live.isWatched).toBe(true)
  await stream?.cancel()
  expect(live.isWatched).toBe(false)
})

it('limits the number of streams', async () => {
  const streams = new LiveStreams(new LiveMetrics())
  const open = Array.from({ length: 40 }, () => streams.open())
  expect(open.filter((stream) => stream !== undefined)).toHaveLength(32)
  await open[0]?.cancel()
  expect(streams.open()).toBeDefined()
  streams.close()
  expect(streams.open()).toBeUndefined()
})
