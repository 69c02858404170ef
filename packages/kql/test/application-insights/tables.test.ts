import { beforeAll, describe, expect, it } from '@jest/globals'
import { applicationInsightsSchema, compile, type KqlValue } from '../../src'
import { database, runKql } from '../run-kql'
import { createTables, NOON_MS, SHOP } from './a-shop'

beforeAll(async () => createTables(await database(), SHOP))

const answers = async (query: string) => (await runKql(query, applicationInsightsSchema, { nowMs: NOON_MS })).rows

describe('success can be compared with a bool', () => {
  it.each<readonly [query: string, rows: readonly (readonly KqlValue[])[]]>([
    ['requests | union dependencies | where success == false | count', [[6]]],
    ['union requests, traces | where success == true | count', [[3]]],
    ['requests | summarize arg_max(duration, *) by name | where success == false | project name', [['GET /']]],
    ["requests | extend ok = column_ifexists('success', true) | where ok == false | count", [[4]]],
    ['requests | join kind=inner (requests) on id | where success1 == false | count', [[4]]],
    ['AppRequests | union AppDependencies | where Success == false | count', [[6]]],
  ])('%s', async (query, rows) => {
    expect(await answers(query)).toEqual(rows)
  })
})

describe('a workspace', () => {
  it('has the name of the table as the type of a row', async () => {
    expect(await answers('union AppRequests, AppTraces | distinct Type | sort by Type asc')).toEqual([
      ['AppRequests'],
      ['AppTraces'],
    ])
  })

  it('has columns that are only there, without values', async () => {
    const query = 'AppRequests | summarize sum(_BilledSize), countif(isnotempty(TenantId)), take_any(SourceSystem)'
    expect(await answers(query)).toEqual([[0, 0, '']])
    expect(() => compile('requests | project TenantId', applicationInsightsSchema)).toThrow('no column TenantId')
  })

  it('has the sum and the number of values of a metric', () => {
    expect(() =>
      compile('AppMetrics | summarize sum(Sum) / sum(ItemCount), max(Max), min(Min)', applicationInsightsSchema),
    ).not.toThrow()
  })
})

describe('ingestion_time()', () => {
  it('is the timestamp of a row', async () => {
    expect(await answers('traces | extend delay = ingestion_time() - timestamp | distinct delay')).toEqual([
      ['00:00:00'],
    ])
    expect(await answers('AppTraces | where ingestion_time() > ago(75m) | count')).toEqual([[1]])
  })

  it('is null without a table', async () => {
    expect(await answers('print ingestion_time()')).toEqual([[null]])
  })
})

describe('find', () => {
  it('searches all tables without a list', async () => {
    expect(
      await answers('find where operation_Id == "o4" project timestamp, itemType | sort by timestamp asc'),
    ).toEqual([
      ['traces', '2026-03-01T10:10:00.0000000Z', ''],
      ['requests', '2026-03-01T10:31:00.0000000Z', 'request'],
      ['exceptions', '2026-03-01T10:31:00.0000000Z', ''],
    ])
  })

  it('packs the values of other columns into a bag', async () => {
    expect(await answers('find in (pageViews) where id == "v1" project name | project name')).toEqual([['Home']])
    expect(await answers('find in (pageViews, requests) where id == "v1" | project id, pack_')).toEqual([['v1', {}]])
  })
})

describe('a query that names a resource', () => {
  it('is answered from this one, with a warning', async () => {
    const { rows, warnings } = await runKql("app('shop').requests | count", applicationInsightsSchema)
    expect(rows).toEqual([[7]])
    expect(warnings).toEqual(["There is only one resource here, so app('shop') is ignored."])
    expect(await answers("let R = workspace('w').AppRequests; R | where Success == false | count")).toEqual([[4]])
    expect(await answers('app("a").requests | union app("a").dependencies | count')).toEqual([[11]])
  })

  it.each([
    [`union app('a').requests, app('b').requests`, "app('a') and app('b'), but there is only one resource here"],
    [`app('a').requests | union dependencies`, "app('a'), and dependencies of this resource"],
    [`app('a').reqests`, 'There is no table reqests. Did you mean requests?'],
  ])('%s is refused: %s', (query, message) => {
    expect(() => compile(query, applicationInsightsSchema)).toThrow(message)
  })
})

describe('a column with its name in the other tables', () => {
  it.each([
    ['requests | where TimeGenerated > ago(1h)', 'Here it is called timestamp.'],
    ['AppRequests | where timestamp > ago(1h)', 'Here it is called TimeGenerated.'],
    ['AppDependencies | summarize count() by cloud_RoleName', 'Here it is called AppRoleName.'],
    ['traces | project Properties.orderId', 'Here it is called customDimensions.'],
  ])('%s: %s', (query, message) => {
    expect(() => compile(query, applicationInsightsSchema)).toThrow(message)
  })
})
