import { KqlError } from '@azmon/kql'
import { LocalError } from '../../errors'
import type { Answer } from '../answer'
import { type ErrorStatus, errorStatus } from '../error-status'
import type { RequestIds } from './request-ids'

/**
 * Returns the response to a query or command that has no result, or throws the error if it is a defect of this program.
 * @see https://learn.microsoft.com/kusto/api/rest/response-http
 */
export function kustoErrorAnswer(error: unknown, ids: RequestIds): Answer {
  if (error instanceof KqlError) return answer(400, ...queryError(error), ids)
  if (!(error instanceof LocalError)) throw error
  const { code, message } = error
  return answer(errorStatus(code), message, { code, message }, ids)
}

/** Returns the response to a request that is neither a query nor a command. */
export function invalidKustoRequest(message: string, ids: RequestIds): Answer {
  return answer(400, message, undefined, ids)
}

/** The error at the end of a result that misses rows. */
export function limitExceeded(rows: number): object {
  return {
    code: 'LimitsExceeded',
    message: 'Request is invalid and cannot be executed.',
    '@type': 'Kusto.Data.Exceptions.KustoServicePartialQueryFailureLimitsExceededException',
    '@message': limitMessage(rows),
    '@permanent': false,
  }
}

export function limitMessage(rows: number): string {
  return `Query execution has exceeded the allowed limits (80DA0003): The results of this query exceed the set limit of records or bytes, so only the first ${rows} records were returned (E_QUERY_RESULT_SET_TOO_LARGE, 0x80DA0003).`
}

// --- helpers, in order of use ---

/** Lines count from 1 and positions from 0, as in Kusto. */
function queryError({ code, message, line, column, length }: KqlError): [message: string, innererror: object] {
  const pos = column - 1
  const kind = code === 'SYNTAX' ? 'Syntax' : 'Semantic'
  return [
    `${kind} error: ${message} [line:position=${line}:${pos}]`,
    { code, message, '@errorCode': code, '@errorMessage': message, line, pos, length },
  ]
}

function answer(
  status: ErrorStatus,
  message: string,
  innererror: object | undefined,
  { clientRequestId, activityId }: RequestIds,
): Answer {
  const error = {
    ...ERRORS[status],
    '@message': message,
    '@context': { clientRequestId, activityId },
    '@permanent': status < 429,
    ...(innererror && { innererror }),
  }
  return { status, json: JSON.stringify({ error }) }
}

const ERRORS: Readonly<Record<ErrorStatus, object>> = {
  400: {
    code: 'General_BadRequest',
    message: 'Request is invalid and cannot be executed.',
    '@type': 'Kusto.Data.Exceptions.KustoBadRequestException',
  },
  403: { code: 'General_AccessDenied', message: 'The source of the telemetry denied access.' },
  404: { code: 'General_NotFound', message: 'The source of the telemetry was not found.' },
  429: { code: 'General_TooManyRequests', message: 'The source of the telemetry limits how often it is queried.' },
  502: { code: 'General_BadGateway', message: 'The source of the telemetry cannot be reached.' },
  504: {
    code: 'General_GatewayTimeout',
    message: 'Request execution timed out.',
    '@type': 'Kusto.Data.Exceptions.KustoServiceTimeoutException',
  },
}
