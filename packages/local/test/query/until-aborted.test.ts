import { expect, it } from '@jest/globals'
import { untilAborted } from '../../src/query/until-aborted'

const { signal } = new AbortController()

it('passes on the result and the error of the work', async () => {
  expect(await untilAborted(Promise.resolve('done'), signal)).toBe('done')
  await expect(untilAborted(Promise.reject(new Error('a defect')), signal)).rejects.toThrow('a defect')
})

it('does not wait for work that is aborted before or while it runs', async () => {
  const client = new AbortController()
  const running = untilAborted(new Promise(() => undefined), client.signal)
  client.abort(new Error('gone'))
  await expect(running).rejects.toThrow('gone')
  await expect(untilAborted(Promise.resolve('done'), client.signal)).rejects.toThrow('gone')
})
