import { describe, expect, it } from '@jest/globals'
import { applicationInsightsSchema, type ColumnSchema, type TableSchema } from '../src'

const tables: [string, TableSchema][] = Object.entries(applicationInsightsSchema)
const metricTables = ['customMetrics', 'performanceCounters']

function columnNames(table: TableSchema): string[] {
  return table.columns.map((column) => column.name)
}

function column(table: TableSchema, name: string): ColumnSchema | undefined {
  return table.columns.find((candidate) => candidate.name === name)
}

describe('applicationInsightsSchema', () => {
  it('has the ten tables of Application Insights under both names', () => {
    expect(tables.map(([name, table]) => `${name} ${table.workspaceName}`).sort()).toEqual([
      'availabilityResults AppAvailabilityResults',
      'browserTimings AppBrowserTimings',
      'customEvents AppEvents',
      'customMetrics AppMetrics',
      'dependencies AppDependencies',
      'exceptions AppExceptions',
      'pageViews AppPageViews',
      'performanceCounters AppPerformanceCounters',
      'requests AppRequests',
      'traces AppTraces',
    ])
  })

  it.each(tables)('has no duplicate column names in %s, neither classic nor in the workspace', (_, table) => {
    const names = columnNames(table)
    const workspaceNames = [
      ...table.columns.flatMap((each) => each.workspaceName ?? []),
      ...table.workspaceColumns.map((each) => each.name),
    ]

    // DuckDB identifiers are case-insensitive.
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length)
    expect(new Set(workspaceNames.map((name) => name.toLowerCase())).size).toBe(workspaceNames.length)
  })

  it.each(tables)('starts %s with the time and ends it with the context columns', (_, table) => {
    expect(columnNames(table)[0]).toBe('timestamp')
    expect(columnNames(table)).toEqual(
      expect.arrayContaining(['operation_Id', 'cloud_RoleName', 'client_IP', 'client_Browser', 'itemId', 'itemType']),
    )
    expect(columnNames(table).slice(-5)).toEqual(['appId', 'appName', 'iKey', 'sdkVersion', '_ResourceId'])
  })

  it('has itemCount and customMeasurements in all tables except metric tables', () => {
    const without = tables.filter(([, table]) => !column(table, 'itemCount') && !column(table, 'customMeasurements'))

    expect(without.map(([name]) => name)).toEqual(metricTables)
  })

  it.each(['requests', 'dependencies', 'availabilityResults'] as const)(
    'has the success of %s as a string in classic tables and as a bool in workspaces',
    (name) => {
      expect(column(applicationInsightsSchema[name], 'success')).toEqual({
        name: 'success',
        type: 'string',
        workspaceName: 'Success',
        workspaceType: 'bool',
      })
    },
  )

  it('marks the columns that a workspace does not have', () => {
    const dropped = tables.flatMap(([name, table]) =>
      table.columns.flatMap((each) => (each.workspaceName ? [] : [`${name}.${each.name}`])),
    )

    expect(dropped.filter((each) => !each.endsWith('.appName'))).toEqual([
      'customMetrics.value',
      'customMetrics.valueStdDev',
    ])
  })
})
