import { expect, it } from '@jest/globals'
import { LiveMetrics } from '../../src/live/live-metrics'
import { LiveStreams } from '../../src/live/live-streams'
import { readPosts } from '../../src/live/read-post'

const [post] = readPosts([{ Documents: [{ DocumentType: 'Trace', Message: 'm'.repeat(1_000) }] }], 1)

const ignore = () => {}

it('disconnects a reader that is too slow', async () => {
  const live = new LiveMetrics()
  let disconnected = 0
  new LiveStreams(live).open(() => disconnected++)
  let sent = 0
  while (live.isWatched && post !== undefined && sent < 10_000) {
    live.addPost(post)
    sent++
  }
  expect(sent).toBeLessThan(2_000)
  expect(disconnected).toBe(1)
})

it('passes a post on to the others when a reader is too slow for its first event', async () => {
  const live = new LiveMetrics()
  const streams = new LiveStreams(live)
  streams.open(ignore)
  const other = streams.open(ignore)?.getReader()
  const read = async () => Buffer.from((await other?.read())?.value ?? []).toString()
  const addPost = (role: string) => post && live.addPost({ ...post, sample: { ...post.sample, role } })
  expect(await read()).toContain('retry')
  for (const role of ['a'.repeat(1_000_000), 'b'.repeat(100_000)]) {
    addPost(role)
    expect(await read()).toContain(role)
    expect(await read()).toContain('event: documents')
  }
})

it('ends the subscription when the reader has gone', async () => {
  const live = new LiveMetrics()
  const stream = new LiveStreams(live).open(ignore)
  expect(live.isWatched).toBe(true)
  await stream?.cancel()
  expect(live.isWatched).toBe(false)
})

it('limits the number of streams', async () => {
  const streams = new LiveStreams(new LiveMetrics())
  const open = Array.from({ length: 40 }, () => streams.open(ignore))
  expect(open.filter((stream) => stream !== undefined)).toHaveLength(32)
  await open[0]?.cancel()
  expect(streams.open(ignore)).toBeDefined()
  streams.close()
  expect(streams.open(ignore)).toBeUndefined()
})
