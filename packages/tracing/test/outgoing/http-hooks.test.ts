import { once } from 'node:events'
import { ClientRequest, createServer, get, type IncomingHttpHeaders, request } from 'node:http'
import { beforeEach, describe, expect, it } from '@jest/globals'
import { TrackedServer } from '../tracked-server'

/** As a module does that is loaded before tracking starts. */
const takenOut = { get, request }

const tracked = new TrackedServer()
let address: { readonly host: string; readonly port: string }
let seen: IncomingHttpHeaders
let stop: () => void

beforeEach(async () => {
  const server = createServer({ requireHostHeader: false }, ({ headers }, response) => {
    seen = headers
    response.end()
  })
  const { hostname: host, port } = new URL(await tracked.listen(server))
  address = { host, port }
  stop = tracked.tracing.trackOutgoing()
})

/** The headers in the forms that Node sends as they are. */
const LISTS = {
  'names and values': () => ['Host', `${address.host}:${address.port}`, 'x-own', '1'],
  pairs: () => [
    ['Host', `${address.host}:${address.port}`],
    ['x-own', '1'],
  ],
}

const HOW: readonly (readonly [string, () => ClientRequest])[] = [
  ['get', () => get(address)],
  ['request', () => request(address).end()],
  ['a get that was taken out of the module before', () => takenOut.get(address)],
  ['a request that was taken out of the module before', () => takenOut.request(address).end()],
  ['the class', () => new ClientRequest(address).end()],
  ['headers as an array of names and values', () => get({ ...address, headers: LISTS['names and values']() })],
  ['headers as an array of pairs', () => get({ ...address, headers: LISTS.pairs() as never })],
  ['no header at all', () => request({ ...address, setHost: false, agent: false }).end()],
  ['headers that are sent at once', () => get({ ...address, headers: { expect: '100-continue' } })],
]

describe.each(HOW)('a request by %s', (_, send) => {
  it('is a row and carries its id', async () => {
    await once(send(), 'close')
    const [row, ...others] = await tracked.dependencies()
    expect(others).toEqual([])
    expect(row?.data.baseData).toMatchObject({ target: `${address.host}:${address.port}` })
    expect(seen['traceparent']).toContain(row?.data.baseData.id)
  })

  it('is not tracked and carries no id after tracking has stopped', async () => {
    stop()
    await once(send(), 'close')
    await tracked.tracing.flush()
    expect([tracked.ingestion.accepted, seen['traceparent']]).toEqual([[], undefined])
  })
})
