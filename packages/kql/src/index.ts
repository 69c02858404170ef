export { applicationInsightsSchema, type TableColumn, type TableName } from './application-insights-schema'
export type { Render } from './binding/relation'
export type {
  CompiledQuery,
  CompileOptions,
  PendingQuery,
  QueryParameters,
  ResultColumn,
  TimeRange,
} from './compile'
export type { Completion, Completions } from './editor/complete'
export type { Hover } from './editor/hover'
export { type Statement, statementAt, statements } from './editor/statement-at'
export type { EditorToken, EditorTokenKind } from './editor/tokens'
export { KqlError, type KqlErrorCode, type KqlWarning, type Span } from './errors'
export { MAX_QUERY_CHARACTERS } from './limits'
export { compile, compileWith, complete, hover, tokens } from './load'
export { type KqlValue, toKqlValue } from './results'
export type { ColumnSchema, ColumnType, TableSchema } from './schema'
export type { QueryParameter } from './syntax/query-parameters'
export type { KqlType } from './types'
