import { beforeAll, describe, expect, it } from '@jest/globals'
import { applicationInsightsSchema, type KqlValue } from '../../src'
import { database, runKql } from '../run-kql'
import { createTables, NOON_MS, SHOP } from './a-shop'

beforeAll(async () => createTables(await database(), SHOP))

interface Question {
  readonly asks: string
  /** The query over the tables of Application Insights. */
  readonly classic: string
  /** The same query over the tables of a workspace. */
  readonly workspace: string
  readonly rows: readonly (readonly KqlValue[])[]
}

const QUESTIONS: readonly Question[] = [
  {
    asks: 'the mean duration of requests in the last 12 hours, every 10 minutes',
    classic: `requests | where timestamp > ago(12h) | summarize avg(duration) by bin(timestamp, 10m)
      | order by timestamp asc | render timechart`,
    workspace: `AppRequests | where TimeGenerated > ago(12h) | summarize avg(DurationMs) by bin(TimeGenerated, 10m)
      | order by TimeGenerated asc | render timechart`,
    rows: [
      [morning('10:00'), 300],
      [morning('10:30'), 1250 / 3],
    ],
  },
  {
    asks: 'how many requests there were, every 30 minutes',
    classic: `requests | summarize requestCount = sum(itemCount) by bin(timestamp, 30m) | sort by timestamp asc`,
    workspace: `AppRequests | summarize requestCount = sum(ItemCount) by bin(TimeGenerated, 30m) | sort by TimeGenerated asc`,
    rows: [
      ['2026-02-28T20:00:00.0000000Z', 1],
      [morning('10:00'), 4],
      [morning('10:30'), 7],
    ],
  },
  {
    asks: 'the number and mean duration of requests in each performance bucket',
    classic: `requests | where timestamp > ago(12h) | summarize requestCount = sum(itemCount), avg(duration) by performanceBucket
      | order by performanceBucket asc`,
    workspace: `AppRequests | where TimeGenerated > ago(12h)
      | summarize requestCount = sum(ItemCount), avg(DurationMs) by PerformanceBucket | order by PerformanceBucket asc`,
    rows: [
      ['250ms-500ms', 4, 400],
      ['500ms-1sec', 2, 700],
      ['<250ms', 5, 350 / 3],
    ],
  },
  {
    asks: 'the mean and three percentiles of each operation',
    classic: `requests | where timestamp > ago(12h)
      | summarize count_ = sum(itemCount), avg(duration), percentiles(duration, 50, 95, 99) by operation_Name
      | sort by operation_Name asc`,
    workspace: `AppRequests | where TimeGenerated > ago(12h)
      | summarize count_ = sum(ItemCount), avg(DurationMs), percentiles(DurationMs, 50, 95, 99) by OperationName
      | sort by OperationName asc`,
    rows: [
      ['GET /', 4, 300, 200, 600, 600],
      ['POST /pay', 7, 1250 / 3, 400, 800, 800],
    ],
  },
  {
    asks: 'which ten requests fail most',
    classic: `requests | where success == false | summarize failedCount = sum(itemCount) by name
      | top 10 by failedCount desc | render barchart`,
    workspace: `AppRequests | where Success == false | summarize failedCount = sum(ItemCount) by Name
      | top 10 by failedCount desc | render barchart`,
    rows: [
      ['POST /pay', 6],
      ['GET /', 2],
    ],
  },
  {
    asks: 'how many users failures affect',
    classic: `requests | where timestamp > ago(24h) and success == "False"
      | summarize failedCount = sum(itemCount), impactedUsers = dcount(user_Id) by operation_Name | order by failedCount desc`,
    workspace: `AppRequests | where TimeGenerated > ago(24h) and Success == false
      | summarize failedCount = sum(ItemCount), impactedUsers = dcount(UserId) by OperationName | order by failedCount desc`,
    rows: [
      ['POST /pay', 6, 1],
      ['GET /', 2, 2],
    ],
  },
  {
    asks: 'which exceptions made requests fail',
    classic: `requests | where timestamp > ago(1d) and success == 0
      | join kind=inner (exceptions | where timestamp > ago(1d)) on operation_Id
      | project exceptionType = type, problemId, failedMethod = name, requestDuration = duration
      | summarize count() by problemId, failedMethod | order by problemId asc`,
    workspace: `AppRequests | where TimeGenerated > ago(1d) and Success == 0
      | join kind=inner (AppExceptions | where TimeGenerated > ago(1d)) on OperationId
      | project exceptionType = ExceptionType, ProblemId, failedMethod = Name, requestDuration = DurationMs
      | summarize count() by ProblemId, failedMethod | order by ProblemId asc`,
    rows: [
      ['CardError at charge', 'POST /pay', 1],
      ['TypeError at pay', 'GET /', 1],
    ],
  },
  {
    asks: 'where requests come from',
    classic: `requests | where isnotempty(client_CountryOrRegion)
      | summarize CountByCountry = count() by client_CountryOrRegion | top 10 by CountByCountry | render piechart`,
    workspace: `AppRequests | where isnotempty(ClientCountryOrRegion)
      | summarize CountByCountry = count() by ClientCountryOrRegion | top 10 by CountByCountry | render piechart`,
    rows: [
      ['Norway', 3],
      ['Chile', 2],
    ],
  },
  {
    asks: 'which five kinds of dependencies fail most',
    classic: `dependencies | where success == false | summarize failedCount = sum(itemCount) by type | top 5 by failedCount desc`,
    workspace: `AppDependencies | where Success == false | summarize failedCount = sum(ItemCount) by DependencyType
      | top 5 by failedCount desc`,
    rows: [
      ['SQL', 3],
      ['HTTP', 1],
    ],
  },
  {
    asks: 'how many dependencies were called, every 5 minutes',
    classic: `dependencies | summarize count() by bin(timestamp, 5m) | order by timestamp asc`,
    workspace: `AppDependencies | summarize count() by bin(TimeGenerated, 5m) | order by TimeGenerated asc`,
    rows: [
      [morning('10:00'), 3],
      [morning('10:05'), 1],
    ],
  },
  {
    asks: 'the mean duration of dependencies every minute, in spite of sampling',
    classic: `dependencies | summarize mean = sum(itemCount * duration) / sum(itemCount) by bin(timestamp, 1m)
      | order by timestamp asc`,
    workspace: `AppDependencies | summarize mean = sum(ItemCount * DurationMs) / sum(ItemCount) by bin(TimeGenerated, 1m)
      | order by TimeGenerated asc`,
    rows: [
      [morning('10:01'), 50],
      [morning('10:02'), 100],
      [morning('10:06'), 300],
    ],
  },
  {
    asks: 'how many exceptions there were, every 5 minutes',
    classic: `exceptions | summarize sum(itemCount) by bin(timestamp, 5m) | order by timestamp asc`,
    workspace: `AppExceptions | summarize sum(ItemCount) by bin(TimeGenerated, 5m) | order by TimeGenerated asc`,
    rows: [
      [morning('10:05'), 1],
      [morning('10:30'), 12],
    ],
  },
  {
    asks: 'how many exceptions the server had',
    classic: `exceptions | where isempty(client_Browser) | summarize server = sum(itemCount)`,
    workspace: `AppExceptions | where isempty(ClientBrowser) | summarize server = sum(ItemCount)`,
    rows: [[5]],
  },
  {
    asks: 'the three most frequent exceptions of browsers',
    classic: `exceptions | where notempty(client_Browser) | summarize total = sum(itemCount) by problemId | top 3 by total`,
    workspace: `AppExceptions | where notempty(ClientBrowser) | summarize total = sum(ItemCount) by ProblemId | top 3 by total`,
    rows: [
      ['Script error', 5],
      ['ReferenceError at draw', 3],
    ],
  },
  {
    asks: 'how many traces there were, every hour',
    classic: `traces | summarize sum(itemCount) by bin(timestamp, 1h) | order by timestamp asc`,
    workspace: `AppTraces | summarize sum(ItemCount) by bin(TimeGenerated, 1h) | order by TimeGenerated asc`,
    rows: [
      [morning('09:00'), 1],
      [morning('10:00'), 6],
    ],
  },
  {
    asks: 'the errors among the traces, with their operation',
    classic: `traces | where severityLevel >= 3 | project timestamp, message, operation_Id | order by timestamp asc`,
    workspace: `AppTraces | where SeverityLevel >= 3 | project TimeGenerated, Message, OperationId | order by TimeGenerated asc`,
    rows: [
      [morning('10:10'), 'Card declined', 'o4'],
      [morning('10:20'), 'No gateway', 'o6'],
    ],
  },
  {
    asks: 'the mean of a performance counter, every minute',
    classic: `performanceCounters | where category == "Processor" and counter == "% Processor Time"
      | summarize mean = sum(value) / count() by bin(timestamp, 1m) | order by timestamp asc`,
    workspace: `AppPerformanceCounters | where Category == "Processor" and Counter == "% Processor Time"
      | summarize mean = sum(Value) / count() by bin(TimeGenerated, 1m) | order by TimeGenerated asc`,
    rows: [
      [morning('10:00'), 15],
      [morning('10:01'), 40],
    ],
  },
  {
    asks: 'the availability at each location, every 5 minutes',
    classic: `availabilityResults
      | summarize percentage = todouble(countif(success == 1)) * 100 / count() by location, bin(timestamp, 5m)
      | order by location asc, timestamp asc`,
    workspace: `AppAvailabilityResults
      | summarize percentage = todouble(countif(Success == 1)) * 100 / count() by Location, bin(TimeGenerated, 5m)
      | order by Location asc, TimeGenerated asc`,
    rows: [
      ['Lima', morning('10:00'), 100],
      ['Lima', morning('10:05'), 100],
      ['Oslo', morning('10:00'), 50],
    ],
  },
  {
    asks: 'everything that belongs to one operation',
    classic: `requests | union dependencies, pageViews | where operation_Id == "o1"
      | project timestamp, itemType, name, id, operation_ParentId, operation_Id | order by timestamp asc`,
    workspace: `AppRequests | union AppDependencies, AppPageViews | where OperationId == "o1"
      | project TimeGenerated, itemType = case(Type == "AppRequests", "request", Type == "AppPageViews", "pageView", "dependency"),
        Name, Id, ParentId, OperationId | order by TimeGenerated asc`,
    rows: [
      [morning('10:00'), 'pageView', 'Home', 'v1', '', 'o1'],
      [morning('10:01'), 'request', 'GET /', 'r-o1', '', 'o1'],
      ['2026-03-01T10:01:10.0000000Z', 'dependency', 'SQL', 'd-10:01:10', 'r-o1', 'o1'],
      ['2026-03-01T10:01:50.0000000Z', 'dependency', 'SQL', 'd-10:01:50', 'r-o1', 'o1'],
      [morning('10:02'), 'dependency', 'HTTP', 'd-10:02:00', 'r-o1', 'o1'],
      [morning('10:06'), 'dependency', 'HTTP', 'd-10:06:00', 'r-o1', 'o1'],
    ],
  },
  {
    asks: 'the mean of a custom measurement for each value of a custom dimension',
    classic: `requests | where isnotempty(customDimensions.game)
      | summarize sum(itemCount), avg(todouble(customMeasurements.score)) by tostring(customDimensions["game"])
      | order by customDimensions_game asc`,
    workspace: `AppRequests | where isnotempty(Properties.game)
      | summarize sum(ItemCount), avg(todouble(Measurements.score)) by tostring(Properties["game"]) | order by Properties_game asc`,
    rows: [
      ['chess', 3, 15],
      ['go', 1, 30],
    ],
  },
  {
    asks: 'whether exceptions exceed a share of the requests of a day',
    classic: `let total = toscalar(requests | where timestamp > ago(24h) | summarize sum(itemCount));
      exceptions | where timestamp > ago(24h) | summarize failed = sum(itemCount)
      | project percentage = round(100.0 * failed / total, 1) | extend fires = percentage > 5`,
    workspace: `let total = toscalar(AppRequests | where TimeGenerated > ago(24h) | summarize sum(ItemCount));
      AppExceptions | where TimeGenerated > ago(24h) | summarize failed = sum(ItemCount)
      | project percentage = round(100.0 * failed / total, 1) | extend fires = percentage > 5`,
    rows: [[108.3, true]],
  },
]

describe.each(['classic', 'workspace'] as const)('a query with %s names answers', (names) => {
  it.each(QUESTIONS.map((question) => ({ ...question, query: question[names] })))('$asks', async ({ query, rows }) => {
    expect((await runKql(query, applicationInsightsSchema, { nowMs: NOON_MS })).rows).toEqual(rows)
  })

  it('the same with a store that has no null strings', async () => {
    for (const question of QUESTIONS) {
      const options = { nowMs: NOON_MS, hasNoNullStrings: true }
      expect((await runKql(question[names], applicationInsightsSchema, options)).rows).toEqual(question.rows)
    }
  })
})

function morning(clock: string): string {
  return `2026-03-01T${clock}:00.0000000Z`
}
