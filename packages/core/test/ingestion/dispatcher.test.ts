import { hang, type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterEach, expect, it } from '@jest/globals'
import { openConnections } from '../../src/ingestion/dispatcher'
import { loadUndici } from '../../src/ingestion/undici'
import { closeLater } from '../open-pipeline'

const { NODE_TLS_REJECT_UNAUTHORIZED } = process.env

afterEach(() => {
  if (NODE_TLS_REJECT_UNAUTHORIZED === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
  else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = NODE_TLS_REJECT_UNAUTHORIZED
})

function open(ingestion: ScriptedIngestion, maxConnections: number) {
  const connections = openConnections(loadUndici(), { requestTimeoutMs: 5_000, proxy: {} }, maxConnections)
  const { origin } = new URL(ingestion.url)
  const post = () => connections.dispatcher.request({ origin, path: '/v2.1/track', method: 'POST', body: '{}' })
  return { connections, post }
}

it('rejects the requests that are under way or queued when the connections are destroyed', async () => {
  const ingestion = closeLater(await startIngestion())
  ingestion.always(hang)
  const { connections, post } = open(ingestion, 1)
  const requests = Promise.allSettled([post(), post()])
  await ingestion.untilRequested(1)
  await connections.destroy()
  expect((await requests).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})

it('verifies certificates even if NODE_TLS_REJECT_UNAUTHORIZED is 0', async () => {
  const ingestion = closeLater(await startIngestion('https'))
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
  const { connections, post } = open(ingestion, 1)
  await expect(post()).rejects.toThrow(/certificate/)
  await connections.destroy()
})
