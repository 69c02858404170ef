import { describe, expect, it } from '@jest/globals'
import { LocalError, type LocalErrorCode } from '../../src'
import { apiRoutes } from '../../src/query-api/api-routes'

/** The routes of a source that always fails, such as another service that cannot be reached. */
function routesOf(error: Error) {
  return apiRoutes({ name: 'failing', query: () => Promise.reject(error) })
}

async function post(error: Error, path: string, body: object) {
  const response = await routesOf(error).request(path, { method: 'POST', body: JSON.stringify(body) })
  return { status: response.status, body: await response.json() }
}

describe('an error of the source has its own status, and its message', () => {
  it.each<[LocalErrorCode, number]>([
    ['AZMON_LOCAL_QUERY_FAILED', 400],
    ['AZMON_LOCAL_QUERY_TIMEOUT', 504],
    ['AZMON_LOCAL_SOURCE_UNREACHABLE', 502],
    ['AZMON_LOCAL_SOURCE_ACCESS', 403],
    ['AZMON_LOCAL_SOURCE_UNKNOWN', 404],
    ['AZMON_LOCAL_SOURCE_BUSY', 429],
  ])('%s', async (code, status) => {
    const error = new LocalError(code, 'the reason')
    const innererror = { code, message: 'the reason' }
    expect(await post(error, '/v1/apps/any/query', { query: 'print 1' })).toMatchObject({
      status,
      body: { error: { code: expect.any(String), message: expect.any(String), innererror } },
    })
    expect(await post(error, '/v2/rest/query', { csl: 'print 1' })).toMatchObject({
      status,
      body: { error: { code: expect.stringMatching(/^General_/), '@message': 'the reason', innererror } },
    })
  })
})

it.each(['/v1/apps/any/query', '/v1/$batch', '/v2/rest/query', '/v1/rest/mgmt'])(
  'a defect tells nothing of its inside at %s',
  async (path) => {
    const requests = [{ id: '1', path: '/query', method: 'POST', body: { query: 'print 1' } }]
    const body = { query: 'print 1', requests, csl: path.endsWith('mgmt') ? '.show tables | count' : 'print 1' }
    expect(await post(new TypeError('SELECT secret'), path, body)).toEqual({
      status: 500,
      body: { error: { code: 'InternalServerError', message: 'azmon local failed to handle the request.' } },
    })
  },
)
