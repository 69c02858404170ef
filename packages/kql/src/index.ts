export { applicationInsightsSchema, type TableColumn, type TableName } from './application-insights-schema'
export {
  type CompiledQuery,
  type CompileOptions,
  compile,
  compileWith,
  MAX_QUERY_CHARACTERS,
  type PendingQuery,
  type ResultColumn,
} from './compile'
export { KqlError, type KqlErrorCode, type KqlWarning, type Span } from './errors'
export { type KqlValue, toKqlValue } from './results'
export type { ColumnSchema, ColumnType, TableSchema } from './schema'
export type { KqlType } from './types'
