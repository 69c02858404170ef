import { LogsQueryClient } from '@azure/monitor-query'
import { askLogs } from './ask-logs.mjs'

await askLogs(LogsQueryClient, { endpoint: process.env.ENDPOINT })
