import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, openSource, type QuerySource, startLocal } from '../../../src'
import { anEnvelope, postEnvelopes } from '../../an-envelope'
import { startCloud } from '../a-cloud'

let local: LocalApplicationInsights
let workspace: QuerySource

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  workspace = openSource(new URL('v1/workspaces/any', local.url).href)
  const request = { id: '1', name: 'GET /', duration: '00:00:00.250', responseCode: '200', success: true }
  await postEnvelopes(local.url, [
    anEnvelope('RequestData', request, { tags: { 'ai.cloud.role': 'shop' } }),
    anEnvelope('RequestData', { ...request, id: '2', success: false }),
    anEnvelope('MessageData', { message: 'hello', severityLevel: 2, properties: { a: '1' } }),
  ])
})

afterAll(() => local.close())

it.each([
  [
    'requests | where success == "True" | project name, duration, resultCode, itemType, cloud_RoleName',
    ['GET /', 250, '200', 'request', 'shop'],
  ],
  ['requests | where success == "False" | count', [1]],
  ['union requests, traces | summarize n = dcount(itemType)', [2]],
  ['traces | project message, severityLevel, customDimensions.a', ['hello', 2, '1']],
  ['AppTraces | project Message', ['hello']],
  ['let requests = AppRequests | where Name == ""; requests | count', [0]],
])('answers a query with the names of Application Insights: %s', async (text, row) => {
  expect((await workspace.query({ text })).rows).toEqual([row])
})

it('shows the place of an error in the text of the user', async () => {
  await expect(workspace.query({ text: 'requests\n| where nme == ""' })).rejects.toMatchObject({
    code: 'UNKNOWN_COLUMN',
    line: 2,
    column: 9,
    span: { start: 17, end: 20 },
  })
})

it('shows an error of its own tables at the beginning', async () => {
  await using cloud = await startCloud()
  const message =
    "'project' operator: Failed to resolve table or column expression named 'AppTraces' [line:position=1:14]"
  const innererror = { code: 'SemanticError', message, innererror: { code: 'SEM0100', message } }
  cloud.replies({ status: 400, body: { error: { code: 'BadArgumentError', message: '', innererror } } })
  const credential = { getToken: async () => ({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }) }
  const source = openSource('workspace:1', { credential, fetch: cloud.fetch })
  await expect(source.query({ text: 'traces' })).rejects.toMatchObject({ line: 1, column: 1, message })
})
