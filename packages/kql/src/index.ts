export { applicationInsightsSchema, type TableColumn, type TableName } from './application-insights-schema'
export type { ColumnSchema, KqlType, TableSchema } from './schema'
