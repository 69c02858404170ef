import type { ExceptionData, Properties } from '../envelope/contracts'
import { causeOf, exceptionData, MAX_ERRORS } from '../envelope/exception'
import { isFields, isList, readField } from '../envelope/fields'
import { isError } from '../envelope/is-error'
import type { PropertySerializer } from '../envelope/properties'
import { resultOr } from '../result-or'
import { type FoundError, thrownError } from './find-error'
import {
  aggregated,
  isGeneric,
  isSerializedError,
  namesError,
  STACK_FIELDS,
  serializedIn,
  stackOf,
} from './serialized-error'

/** Maps any thrown value to an exception. The fields that it carries become properties, unless `properties` has them. */
export function thrownData(
  thrown: unknown,
  properties: Properties | undefined,
  serializer: PropertySerializer,
): Pick<ExceptionData, 'exceptions' | 'problemId' | 'properties'> {
  const error = thrownError(thrown)
  const all = { ...errorProperties(error, serializer), ...properties }
  const data = exceptionData(error.value, (value) => serializer.text(value))
  return Object.keys(all).length === 0 ? data : { ...data, properties: all }
}

/**
 * Returns what the error carries in addition to its exception: its own fields, and values in `cause` and `errors` that are not
 * Error objects.
 */
export function errorProperties({ value, fields }: FoundError, serializer: PropertySerializer): Properties {
  const properties = fields === undefined ? {} : serializer.properties(fields, exceptionFields(fields))
  for (const [name, inherited] of inheritedFields(fields)) serializer.add(properties, name, inherited)
  // `cause` and `errors` may not be enumerable. Error objects in them are left out, because the exception already contains
  // them.
  serializer.add(properties, 'cause', otherCause(value))
  const listed = listedErrors(fields)
  if (listed.length > 0) {
    delete properties['errors']
    if (hasOtherValues(listed)) serializer.add(properties, 'errors', listed)
  }
  return properties
}

/** Returns the fields of an error, or of another thrown object, that are part of its exception. All others become properties. */
export function exceptionFields(fields: object): ReadonlySet<string> {
  return isError(fields) ? ERROR_FIELDS : resultOr(() => exceptionFieldsOfObject(fields), THROWN_FIELDS)
}

/** Returns the fields that an error has from its class, such as the `status` of `http-errors`; not its methods. */
export function inheritedFields(fields: object | undefined): readonly (readonly [name: string, value: unknown])[] {
  if (!isError(fields)) return NONE
  const inherited: (readonly [string, unknown])[] = []
  try {
    for (const name in fields) {
      const value = Object.hasOwn(fields, name) || ERROR_FIELDS.has(name) ? undefined : readField(fields, name)
      if (value !== undefined && typeof value !== 'function') inherited.push([name, value])
    }
  } catch {} // a Proxy of the application has thrown
  return inherited
}

/** Returns the first value in the chain of causes that is not an Error object, because an exception does not show it. */
export function otherCause(error: unknown): unknown {
  let cause = causeOf(error)
  for (let depth = 0; isError(cause) && depth < MAX_ERRORS; depth++) cause = causeOf(cause)
  return isError(cause) ? undefined : cause
}

/** Returns the errors that an error lists, such as those of an AggregateError or of a validator. */
export function listedErrors(fields: object | undefined): readonly unknown[] {
  if (fields === undefined) return NONE
  const listed = isError(fields)
    ? readField(fields, 'errors')
    : resultOr(() => (isFields(fields) ? aggregated(fields) : undefined), undefined)
  return isList(listed) && Number(readField(listed, 'length')) > 0 ? listed : NONE
}

// --- helpers, in order of use ---

/** Includes `level`, which winston sets on an error that it logs. */
const ERROR_FIELDS: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause', 'level'])
const THROWN_FIELDS: ReadonlySet<string> = new Set(['name', 'message', 'stack'])
const SERIALIZED_FIELDS: ReadonlySet<string> = new Set(['type', 'name', 'message', ...STACK_FIELDS, 'aggregateErrors'])
const SERIALIZED_FIELDS_AND_CAUSE: ReadonlySet<string> = new Set([...SERIALIZED_FIELDS, 'cause'])

function exceptionFieldsOfObject(fields: object): ReadonlySet<string> {
  if (!isSerializedError(fields)) return THROWN_FIELDS
  const { name, type, cause } = fields
  const known = serializedIn(cause) === undefined ? SERIALIZED_FIELDS : SERIALIZED_FIELDS_AND_CAUSE
  const isTypeName = isGeneric(name) || isGeneric(type) || name === type || namesError(type)
  return isTypeName ? known : new Set([...known].filter((field) => field !== 'type'))
}

const NONE: readonly never[] = []

/** Whether the list has values that the exception does not show completely. */
function hasOtherValues(listed: readonly unknown[]): boolean {
  return resultOr(() => listed.slice(0, MAX_ERRORS).some((each) => !isError(each) && !isWithStack(each)), false)
}

function isWithStack(value: unknown): boolean {
  return isSerializedError(value) && stackOf(value) !== undefined
}
