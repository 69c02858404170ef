import { get, type IncomingMessage, type RequestListener } from 'node:http'
import { expect, it } from '@jest/globals'
import { beforeRequestEnds, requestUnderWay } from '../src'
import { responseFrom, TrackedServer } from './tracked-server'

const app = new TrackedServer()

/** Serves one request and adds an event with the status before its span ends. */
const annotated: RequestListener = (incoming, response) => {
  const isTracked = beforeRequestEnds(incoming, (status) => {
    requestUnderWay(incoming)?.span.addEvent(`ended with ${status}`)
  })
  response.setHeader('x-tracked', String(isTracked))
  if (incoming.url !== '/hangs') response.writeHead(404).end()
}

const messages = () =>
  app.ingestion.accepted.filter(({ data }) => data.baseType === 'MessageData').map(({ data }) => data.baseData.message)

it('calls the action with the status before the span of the request ends', async () => {
  const { headers } = await responseFrom(await app.serve(annotated))
  expect(headers['x-tracked']).toBe('true')
  await app.requests()
  expect(messages()).toEqual(['ended with 404'])
})

it('calls the action for a request that is in flight when tracing closes', async () => {
  const arrived = new Promise<IncomingMessage>((resolve) => {
    void app
      .serve((incoming, response) => {
        annotated(incoming, response)
        resolve(incoming)
      })
      .then((url) => get(`${url}/hangs`).on('error', () => {}))
  })
  await arrived
  await app.tracing.close()
  expect(messages()).toEqual(['ended with 0'])
})

it('does not call the action for a request that is not tracked', async () => {
  const { headers } = await responseFrom(await app.serve(annotated, { ignore: ['/'] }))
  expect(headers['x-tracked']).toBe('false')
})
