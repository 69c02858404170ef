import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../src'
import { anEnvelope, postEnvelopes } from '../an-envelope'
import { ask } from './a-client'

const SUBSCRIPTION = '00000000-0000-4000-8000-000000000000'
const COMPONENT = `/subscriptions/${SUBSCRIPTION}/resourceGroups/azmon/providers/microsoft.insights/components/local`
const OPERATION = '70cd5454c7a24b35907f0abead771eb3'

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  const tags = { 'ai.operation.id': OPERATION, 'ai.cloud.role': 'shop', 'ai.operation.parentId': 'p' }
  const call = { id: 'r', name: 'GET /', duration: '00:00:00.0340000', responseCode: '200', success: true }
  const exception = { exceptions: [{ typeName: 'RangeError', message: 'boom', hasFullStack: false }] }
  await postEnvelopes(local.url, [
    anEnvelope('RequestData', { ...call, properties: { a: 'b' }, measurements: { items: 3 } }, { tags }),
    anEnvelope('ExceptionData', exception, { tags }),
    anEnvelope('MessageData', { message: 'no span' }, { tags }),
  ])
})

afterAll(() => local.close())

function rowsOf({ body }: { body: unknown }) {
  return (body as { tables: { rows: unknown[][] }[] }).tables[0]?.rows
}

describe('the health check of Grafana', () => {
  it('finds a subscription and its workspace', async () => {
    expect(await ask(local.url, '/subscriptions?api-version=2020-01-01')).toMatchObject({
      status: 200,
      body: { value: [{ subscriptionId: SUBSCRIPTION }] },
    })
    const workspaces = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.OperationalInsights/workspaces`
    expect(await ask(local.url, `${workspaces}?api-version=2017-04-26-preview`)).toMatchObject({
      body: { value: [{ name: 'local', id: expect.any(String), properties: { customerId: SUBSCRIPTION } }] },
    })
  })

  it('reads the activities of the subscription, of which there are none', async () => {
    const response = await ask(local.url, `/v1/workspaces/${SUBSCRIPTION}/query`, { query: 'AzureActivity | limit 1' })
    expect({ status: response.status, rows: rowsOf(response) }).toEqual({ status: 200, rows: [] })
  })

  it('asks Azure Resource Graph', async () => {
    const path = '/providers/Microsoft.ResourceGraph/resources?api-version=2021-06-01-preview'
    const check = { query: 'Resources | project id | limit 1', subscriptions: [SUBSCRIPTION] }
    expect(await ask(local.url, path, check)).toMatchObject({ status: 200, body: { data: [{ id: COMPONENT }] } })
    for (const body of [{ query: 'Resources | where type == "x"' }, { query: 1 }, '{', 'null']) {
      expect(await ask(local.url, path, body)).toMatchObject({
        status: 400,
        body: { error: { code: 'BadArgumentError' } },
      })
    }
  })
})

describe('a dashboard of Grafana', () => {
  const [from, to] = [-3_600_000, 60_000].map((ms) => new Date(Date.now() + ms).toISOString())
  const times = {
    query_datetimescope_column: 'timestamp',
    query_datetimescope_from: from,
    query_datetimescope_to: to,
    timespan: `${from}/${to}`,
  }

  it.each([
    ['v1/apps/local/query', { applications: ['/subscriptions/s/b'] }],
    ['v1/workspaces/w/query', { workspaces: ['/subscriptions/s/b'] }],
    ['v1/subscriptions/s/resourceGroups/g/query', { resources: ['/subscriptions/s/b'] }],
  ])('queries %s with the values that its macros make', async (path, more) => {
    const query = `requests
| where ['timestamp'] >= datetime('${from}') and ['timestamp'] <= datetime('${to}')
| where ['name'] in ('GET /','POST /') and name != @'a\\b'
| summarize n = count(), p = avg(duration) by bin(timestamp, 34000ms)
| project n, p, when = tostring(isnotnull(timestamp))`
    expect(rowsOf(await ask(local.url, `/${path}`, { query, ...times, ...more }))).toEqual([[1, 34, 'True']])
  })

  it('gets a table with a type that it knows for every column', async () => {
    const { body } = await ask(local.url, '/v1/apps/local/query', { query: 'requests', ...times })
    const { tables } = body as { tables: { name: string; columns: { type: string }[]; rows: unknown[][] }[] }
    expect(tables.map(({ name }) => name)).toEqual(['PrimaryResult'])
    const jsTypes = tables[0]?.rows[0]?.map((value, index) => [tables[0]?.columns[index]?.type, typeof value])
    expect(new Set(jsTypes?.map((types) => types.join(' ')))).toEqual(
      new Set(['datetime string', 'string string', 'real number', 'dynamic string', 'int number']),
    )
  })

  it('shows a trace', async () => {
    const transactions = `${COMPONENT}/providers/microsoft.insights/transactions/${OPERATION}`
    expect(await ask(local.url, `${transactions}?api-version=2019-10-17-preview`)).toEqual({
      status: 200,
      body: { properties: { resources: [COMPONENT.toLowerCase()], nextLink: null } },
    })
    const query = `set truncationmaxrecords=10000; set truncationmaxsize=67108864; union isfuzzy=true availabilityResults,customEvents,dependencies,exceptions,pageViews,requests
| where (operation_Id != '' and operation_Id == '${OPERATION}') or (customDimensions.ai_legacyRootId != '' and customDimensions.ai_legacyRootId == '${OPERATION}')
| extend duration = iff(isnull(column_ifexists("duration", real(null))), toreal(0), column_ifexists("duration", real(null)))
| extend spanID = iff(itemType == "pageView" or isempty(column_ifexists("id", "")), tostring(new_guid()), column_ifexists("id", ""))
| extend operationName = iff(isempty(column_ifexists("name", "")), column_ifexists("problemId", ""), column_ifexists("name", ""))
| extend serviceName = cloud_RoleName | extend serviceTags = bag_pack_columns(cloud_RoleInstance, cloud_RoleName)
| extend error = todynamic(iff(itemType == "exception", "true", "false"))
| extend tags = bag_merge(bag_pack_columns(name, url), customDimensions, customMeasurements)
| project-rename traceID = operation_Id, parentSpanID = operation_ParentId, startTime = timestamp, resource = _ResourceId
| project serviceName, duration, traceID, spanID, parentSpanID, operationName, tags, error, itemType | order by itemType desc`
    const rows = rowsOf(await ask(local.url, '/v1/apps/local/query', { query, ...times }))
    expect(rows).toEqual([
      ['shop', 34, OPERATION, 'r', 'p', 'GET /', expect.stringContaining('"a":"b"'), 'false', 'request'],
      [
        'shop',
        0,
        OPERATION,
        expect.stringMatching(/^[\da-f-]{36}$/),
        'p',
        expect.any(String),
        expect.any(String),
        'true',
        'exception',
      ],
    ])
  })

  it('finds the component of an operation from the subscription', async () => {
    const path = `/subscriptions/${SUBSCRIPTION}/providers/microsoft.insights/transactions/${OPERATION}`
    expect(await ask(local.url, path)).toMatchObject({ body: { properties: { resources: [COMPONENT] } } })
  })
})

describe('the metadata', () => {
  const tables = async (path: string) => {
    const { body } = await ask(local.url, path)
    return (body as { tables: { name: string; columns: { name: string; type: string }[]; timespanColumn: string }[] })
      .tables
  }

  it.each([
    ['/v1/apps/local/metadata', 'requests', 'success', 'string', 'timestamp'],
    [`/v1${COMPONENT}/metadata`, 'requests', 'success', 'string', 'timestamp'],
    ['/workspaces/w/metadata', 'AppRequests', 'Success', 'bool', 'TimeGenerated'],
    ['/v1/subscriptions/s/metadata', 'AppRequests', 'Success', 'bool', 'TimeGenerated'],
  ])('at %s names the tables and columns', async (path, table, column, type, timespanColumn) => {
    const found = (await tables(path)).find(({ name }) => name === table)
    expect(found).toMatchObject({ timespanColumn, columns: expect.arrayContaining([{ name: column, type }]) })
  })

  it('names only what can be queried', async () => {
    for (const path of ['/v1/apps/a/metadata', '/v1/workspaces/w/metadata']) {
      for (const { name, columns } of await tables(path)) {
        const query = `${name} | project ${columns.map((column) => column.name).join(', ')} | getschema | project ColumnName, ColumnType`
        const rows = rowsOf(await ask(local.url, '/v1/apps/a/query', { query }))
        expect(rows).toEqual(columns.map((column) => [column.name, column.type]))
      }
    }
  })
})
