import type * as compiler from './compile'
import type * as completion from './editor/complete'
import type * as description from './editor/hover'
import type * as tokenizer from './editor/tokens'

/*
 * The compiler is loaded when it is first used. A program that only reads the schema, or starts a service that answers queries
 * later, does not wait for its 130 modules.
 */
const loadCompiler = () => require('./compile') as typeof compiler
const loadCompletion = () => require('./editor/complete') as typeof completion
const loadDescription = () => require('./editor/hover') as typeof description
const loadTokenizer = () => require('./editor/tokens') as typeof tokenizer

/**
 * Compiles a query of KQL to SQL for DuckDB. If its columns depend on the data, returns a `PendingQuery` instead.
 * @throws KqlError with the position, and what to write instead.
 */
export const compile: typeof compiler.compile = (...args) => loadCompiler().compile(...args)

/** Compiles a query. Calls `runQuery` with each SELECT whose rows determine columns, such as those of `bag_unpack`. */
export const compileWith: typeof compiler.compileWith = (...args) => loadCompiler().compileWith(...args)

/** Returns the completions at an offset. The columns are the output of the operators before the offset. Never throws. */
export const complete: typeof completion.complete = (...args) => loadCompletion().complete(...args)

/** Describes the function, operator or table at an offset. */
export const hover: typeof description.hover = (...args) => loadDescription().hover(...args)

/** Returns the tokens of a query for highlighting. Text that cannot be read is one `error` token. Never throws. */
export const tokens: typeof tokenizer.tokens = (...args) => loadTokenizer().tokens(...args)
