/*
 * What an editor of queries needs. The package root loads these modules when they are first called, which bundlers of web pages
 * cannot follow.
 */
export { applicationInsightsSchema } from '../application-insights-schema'
export { type CompiledQuery, type CompileOptions, compile, type PendingQuery, type ResultColumn } from '../compile'
export { KqlError, type KqlErrorCode, type KqlWarning, type Span } from '../errors'
export type { ColumnSchema, ColumnType, TableSchema } from '../schema'
export { type Completion, type Completions, complete } from './complete'
export { type Hover, hover } from './hover'
export { type Statement, statementAt, statements } from './statement-at'
export { type EditorToken, type EditorTokenKind, tokens } from './tokens'
