export { applicationInsightsSchema, type TableColumn, type TableName } from './application-insights-schema'
export type { Render } from './binding/relation'
export {
  type CompiledQuery,
  type CompileOptions,
  compile,
  compileWith,
  MAX_QUERY_CHARACTERS,
  type PendingQuery,
  type QueryParameters,
  type ResultColumn,
  type TimeRange,
} from './compile'
export { type Completion, type Completions, complete } from './editor/complete'
export { type Hover, hover } from './editor/hover'
export { type Statement, statementAt } from './editor/statement-at'
export { type EditorToken, type EditorTokenKind, tokens } from './editor/tokens'
export { KqlError, type KqlErrorCode, type KqlWarning, type Span } from './errors'
export { type KqlValue, toKqlValue } from './results'
export type { ColumnSchema, ColumnType, TableSchema } from './schema'
export type { QueryParameter } from './syntax/query-parameters'
export type { KqlType } from './types'
