import { TEST_KEY } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { sharePipeline } from '../../src/pipeline/registry'
import { deliveryOptions } from '../builders'
import { TOKEN_SCOPE } from '../open-pipeline'

const destination = {
  instrumentationKey: TEST_KEY,
  ingestionEndpoint: 'http://127.0.0.1:1',
  tokenScope: TOKEN_SCOPE,
}
const options = deliveryOptions({ durability: 'memory' })

it('shares one pipeline per destination until the last share is released', async () => {
  const [first, second] = [sharePipeline(destination, options), sharePipeline(destination, options)]
  expect(second.pipeline).toBe(first.pipeline)
  await first.release()
  expect(first.pipeline.ending.isClosed).toBe(false)
  await second.release()
  expect(first.pipeline.ending.isClosed).toBe(true)
})

it('opens another pipeline after the last release, and for another key', async () => {
  const first = sharePipeline(destination, options)
  await first.release()
  const [again, other] = [
    sharePipeline(destination, options),
    sharePipeline({ ...destination, instrumentationKey: '00000000-0000-4000-8000-000000000000' }, options),
  ]
  expect(new Set([first.pipeline, again.pipeline, other.pipeline]).size).toBe(3)
  await Promise.all([again.release(), other.release()])
})

it('does not show pipelines to code that enumerates the global object', async () => {
  const share = sharePipeline(destination, options)
  expect(Reflect.ownKeys(globalThis)).toContain(Symbol.for('azmon.pipelines'))
  expect(Object.getOwnPropertyDescriptor(globalThis, Symbol.for('azmon.pipelines'))?.enumerable).toBe(false)
  await share.release()
})
