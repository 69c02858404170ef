/** A query to start with. */
export interface Sample {
  readonly title: string
  readonly table: string
  readonly text: string
}

/** Queries that answer frequent questions, for each table. */
export const samples: readonly Sample[] = [
  {
    title: 'How many requests fail, over time?',
    table: 'requests',
    text: `requests
| summarize total = sum(itemCount), failed = sumif(itemCount, success == false) by bin(timestamp, 1m)
| render timechart`,
  },
  {
    title: 'Which operations are slow, and for whom?',
    table: 'requests',
    text: `requests
| summarize requests = sum(itemCount), p50 = percentile(duration, 50), p95 = percentile(duration, 95)
    by name, cloud_RoleName
| order by p95 desc`,
  },
  {
    title: 'What do failed requests have in common?',
    table: 'requests',
    text: `requests
| where success == false
| evaluate bag_unpack(customDimensions)
| take 100`,
  },
  {
    title: 'Which calls to others take the most time?',
    table: 'dependencies',
    text: `dependencies
| summarize calls = sum(itemCount), failed = sumif(itemCount, success == false),
    total_s = round(sum(duration * itemCount) / 1000, 1), p95 = percentile(duration, 95) by target, name
| top 20 by total_s`,
  },
  {
    title: 'Do calls become slower?',
    table: 'dependencies',
    text: `dependencies
| summarize p95 = percentile(duration, 95) by target, bin(timestamp, 1m)
| render timechart`,
  },
  {
    title: 'Which messages are frequent?',
    table: 'traces',
    text: `traces
| extend pattern = replace_regex(message, @'[0-9a-fA-F-]*[0-9][0-9a-fA-F-]*', '#')
| summarize count_ = sum(itemCount), newest = max(timestamp), example = take_any(message) by pattern, severityLevel
| top 50 by count_`,
  },
  {
    title: 'How many warnings and errors does each role log?',
    table: 'traces',
    text: `traces
| where severityLevel >= 2
| summarize count_ = sum(itemCount) by cloud_RoleName, bin(timestamp, 1m)
| render columnchart`,
  },
  {
    title: 'Which exceptions happen, and where?',
    table: 'exceptions',
    text: `exceptions
| summarize count_ = sum(itemCount), users = dcount(user_Id), newest = max(timestamp), example = take_any(outerMessage)
    by type, problemId
| order by count_ desc`,
  },
  {
    title: 'What led to an exception?',
    table: 'exceptions',
    text: `exceptions
| top 1 by timestamp
| project operation_Id
| join kind=inner (union requests, dependencies, traces, exceptions) on operation_Id
| project timestamp, itemType, cloud_RoleName, name, message, outerMessage, resultCode, duration
| order by timestamp asc`,
  },
  {
    title: 'Which events happen how often?',
    table: 'customEvents',
    text: `customEvents
| summarize events = sum(itemCount) by name
| render piechart`,
  },
  {
    title: 'How do the metrics develop?',
    table: 'customMetrics',
    text: `customMetrics
| summarize value = sum(valueSum) / sum(valueCount) by name, bin(timestamp, 1m)
| render timechart`,
  },
  {
    title: 'How busy are the processes?',
    table: 'performanceCounters',
    text: `performanceCounters
| summarize value = avg(value) by name, cloud_RoleInstance, bin(timestamp, 1m)
| render timechart`,
  },
  {
    title: 'Which pages are viewed, and how long do they load?',
    table: 'pageViews',
    text: `pageViews
| summarize views = sum(itemCount), p95 = percentile(duration, 95) by name
| order by views desc`,
  },
  {
    title: 'How long do browsers wait for the network?',
    table: 'browserTimings',
    text: `browserTimings
| summarize network = avg(networkDuration), receive = avg(receiveDuration), total = avg(totalDuration) by name`,
  },
  {
    title: 'When were availability tests not successful?',
    table: 'availabilityResults',
    text: `availabilityResults
| summarize failed = sumif(itemCount, success == false), total = sum(itemCount) by name, location
| extend availability = round(100.0 * (total - failed) / total, 2)`,
  },
]
