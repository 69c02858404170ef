import { LogsQueryClient } from '@azure/monitor-query-logs'
import { askLogs } from './ask-logs.mjs'

await askLogs(LogsQueryClient, { endpoint: process.env.ENDPOINT })
