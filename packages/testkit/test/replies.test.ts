import { expect, it } from '@jest/globals'
import { accept, hang, held, status, when } from '../src/replies'

it('sends an empty body without headers by default', () => {
  expect(status(503)).toEqual({ kind: 'status', status: 503, body: '', headers: {} })
})

it('accepts requests that do not match, by default', () => {
  const reply = when(() => true, hang)
  expect(reply.kind === 'when' && [reply.then, reply.otherwise]).toEqual([hang, accept])
})

it('resolves a held reply when it is released', async () => {
  const { reply, release } = held(hang)
  if (reply.kind !== 'held') throw new Error(reply.kind)
  let isReleased = false
  const released = reply.until.then(() => {
    isReleased = true
  })
  await new Promise(setImmediate)
  expect(isReleased).toBe(false)
  release()
  await released
  expect(reply.then).toBe(hang)
})
