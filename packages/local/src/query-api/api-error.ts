import { KqlError } from '@azmon/kql'
import { LocalError } from '../errors'
import type { Answer } from './answer'
import { type ErrorStatus, errorStatus } from './error-status'

/** Returns the response to a query that has no result, or throws the error if it is a defect of this program. */
export function errorAnswer(error: unknown): Answer {
  if (error instanceof KqlError) return badRequest(queryError(error))
  if (!(error instanceof LocalError)) throw error
  const { code, message } = error
  const status = errorStatus(code)
  return answer(status, { ...ERRORS[status], innererror: { code, message } })
}

/** Returns the response to a request that is not a query. */
export function invalidRequest(message: string): Answer {
  return badRequest({ code: 'InvalidRequest', message })
}

export function pathNotFound(): Answer {
  return answer(404, ERRORS[404])
}

export function bodyTooLarge(maxBytes: number): Answer {
  return answer(413, { code: 'RequestEntityTooLarge', message: `The body must not exceed ${maxBytes} bytes.` })
}

/** The partial error of a result that misses rows, as Kusto reports it. */
export function truncationError(rows: number): object {
  return {
    code: 'PartialError',
    message: 'There were some errors when processing your query.',
    details: [
      {
        code: 'EngineError',
        message: 'Something went wrong processing your query on the server.',
        innererror: {
          code: '-2133196797',
          message: `The results of this query exceed the set limit of records or bytes, so only the first ${rows} records were returned (E_QUERY_RESULT_SET_TOO_LARGE, 0x80DA0003).`,
          severity: 2,
          severityName: 'Error',
        },
      },
    ],
  }
}

// --- helpers, in order of use ---

const ERRORS: Readonly<Record<ErrorStatus, object>> = {
  400: { code: 'BadArgumentError', message: 'The request had some invalid properties' },
  403: { code: 'InsufficientAccessError', message: 'The source of the telemetry denied access' },
  404: { code: 'PathNotFoundError', message: 'The requested path does not exist' },
  429: { code: 'ThrottledError', message: 'The source of the telemetry limits how often it is queried' },
  502: { code: 'BadGateway', message: 'The source of the telemetry cannot be reached' },
  504: { code: 'GatewayTimeout', message: 'Gateway timeout' },
}

function badRequest(innererror: object): Answer {
  return answer(400, { ...ERRORS[400], innererror })
}

/** As in the service, lines count from 1 and positions from 0. */
function queryError({ code, message, line, column, length }: KqlError): object {
  const isSyntax = code === 'SYNTAX'
  return {
    code: isSyntax ? 'SyntaxError' : 'SemanticError',
    message: isSyntax ? 'A recognition error occurred in the query.' : 'A semantic error occurred.',
    innererror: { code, message, line, pos: column - 1, length },
  }
}

function answer(status: Answer['status'], error: object): Answer {
  return { status, json: JSON.stringify({ error }) }
}
