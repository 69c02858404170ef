import type { Binder } from '../binding/binder'
import type { Bound, NamedType } from '../binding/bound'
import type { Row } from '../binding/row'
import type { Sql } from '../sql/sql'
import type { Call } from '../syntax/ast'
import { type KqlType, typeNamed } from '../types'

/** The type of a parameter. `number` accepts any number, `any` accepts any scalar. */
export type ParameterType = KqlType | 'number' | 'any'

export interface ParameterSpec {
  readonly name: string
  readonly type: ParameterType
  readonly isOptional: boolean
  /** Whether it takes all remaining arguments. */
  readonly isRest: boolean
}

/** Everything that the SQL of a function may depend on, in addition to the SQL of its arguments. */
export interface CallContext {
  /** The arguments before they were converted to the types of the parameters. */
  readonly args: readonly Bound[]
  readonly call: Call
  readonly row: Row
  readonly binder: Binder
}

export interface FunctionEntry {
  readonly name: string
  /** The signature for docs, such as `strlen(source: string): long`. */
  readonly signature: string
  /** Other names that Kusto documents. */
  readonly aliases: readonly string[]
  /** Names that still work, with a warning. */
  readonly deprecatedNames: readonly string[]
  readonly parameters: readonly ParameterSpec[]
  /** `first`: the type of the first argument. */
  readonly returns: KqlType | 'first' | ((args: readonly Bound[], context: CallContext) => KqlType)
  /** Whether the SQL mentions an argument more than once. */
  readonly repeats: boolean
  /** How the default column name is derived: from the name of the first argument, with a prefix, or from its value. */
  readonly implies: 'nothing' | 'first' | 'only' | 'value' | { readonly prefix: string }
  /** Whether `*` stands for all columns. */
  readonly takesAllColumns: boolean
  /**
   * For a function that returns several values in an array: their names and types, derived from the implied names of the
   * arguments.
   */
  readonly several?: (
    argumentNames: readonly (string | undefined)[],
    args: readonly Bound[],
  ) => readonly NamedType[] | undefined
  readonly sql: (args: readonly Sql[], context: CallContext) => Sql
  /** For a function that returns a column or an argument as it is. */
  readonly chooses?: (context: CallContext) => Bound
  /** One line for docs and hover. */
  readonly doc: string
  /** An expression, and its value as a string. */
  readonly example: readonly [expression: string, value: string]
}

type Details = Pick<FunctionEntry, 'sql' | 'example'> &
  Partial<
    Pick<
      FunctionEntry,
      'aliases' | 'chooses' | 'deprecatedNames' | 'repeats' | 'implies' | 'returns' | 'several' | 'takesAllColumns'
    >
  >

/** Makes an entry of a function table from its signature, such as `substring(source: string, start: long, length?: long): string`. */
export function scalar(signature: string, doc: string, details: Details): FunctionEntry {
  const { name, parameters, returns } = parseSignature(signature)
  const result = typeNamed(returns)
  return {
    name,
    signature,
    parameters,
    returns: result ?? 'first',
    aliases: [],
    deprecatedNames: [],
    repeats: false,
    implies: 'nothing',
    takesAllColumns: false,
    doc,
    ...details,
  }
}

export interface Signature {
  readonly name: string
  readonly parameters: readonly ParameterSpec[]
  readonly returns: string
}

export function parseSignature(signature: string): Signature {
  const [, name = '', list = '', returns = ''] = /^(\w+)\((.*)\): (\w+)$/.exec(signature) ?? []
  const parameters = list === '' ? [] : list.split(', ').map(parseParameter)
  return { name, parameters, returns }
}

// --- helpers ---

function parseParameter(text: string): ParameterSpec {
  const [, rest, name = '', optional, type = ''] = /^(\.\.\.)?(\w+)(\?)?: (\w+)$/.exec(text) ?? []
  return {
    name,
    type: type === 'number' || type === 'any' ? type : (typeNamed(type) ?? 'any'),
    isOptional: optional !== undefined || rest !== undefined,
    isRest: rest !== undefined,
  }
}
