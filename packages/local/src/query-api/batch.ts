import type { QuerySource } from '../query/query-source'
import type { Answer } from './answer'
import { answerQuery, MAX_RESULT_BYTES } from './answer-query'
import { invalidRequest, pathNotFound } from './api-error'
import { JSON_TYPE } from './respond'

/**
 * Answers several queries, each with a status of its own. The responses have the order of the requests.
 * @see https://learn.microsoft.com/azure/azure-monitor/logs/api/batch-queries
 */
export async function answerBatch(source: QuerySource, body: unknown, signal: AbortSignal): Promise<Answer> {
  const requests = requestsIn(body)
  if (requests === undefined) return invalidRequest('The body must have an array requests.')
  if (requests.length > MAX_REQUESTS) return invalidRequest(`A batch must not have more than ${MAX_REQUESTS} requests.`)
  const ids = requests.map((request) => idOf(request))
  if (new Set(ids).size < ids.length || ids.includes(undefined)) {
    return invalidRequest('Every request must have an id of its own, which is a string.')
  }
  const maxBytes = MAX_RESULT_BYTES / Math.max(1, requests.length)
  const responses = requests.map(async (request) =>
    responseJson(request, await answerOne(source, request, maxBytes, signal)),
  )
  return { status: 200, json: `{"responses":[${(await Promise.all(responses)).join(',')}]}` }
}

// --- helpers, in order of use ---

const MAX_REQUESTS = 100

type BatchRequest = Readonly<Partial<Record<'id' | 'headers' | 'body' | 'path' | 'method', unknown>>>

function requestsIn(body: unknown): readonly BatchRequest[] | undefined {
  const requests: unknown = typeof body === 'object' && body !== null && 'requests' in body ? body.requests : undefined
  return Array.isArray(requests) && requests.every(isObject) ? requests : undefined
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function idOf({ id }: BatchRequest): string | undefined {
  return typeof id === 'string' ? id : undefined
}

async function answerOne(
  source: QuerySource,
  request: BatchRequest,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Answer> {
  const [path = '', parameters = ''] = typeof request.path === 'string' ? request.path.split('?') : []
  if (!PATH.test(path)) return pathNotFound()
  const isPost = typeof request.method === 'string' && request.method.toUpperCase() === 'POST'
  const body = isPost ? request.body : Object.fromEntries(new URLSearchParams(parameters))
  return answerQuery(source, { body, prefer: preferIn(request.headers), maxBytes, signal })
}

const PATH = /^\/*(?:query|search)\/*$/i

function preferIn(headers: unknown): string | undefined {
  if (!isObject(headers)) return undefined
  const [, value] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'prefer') ?? []
  return typeof value === 'string' ? value : undefined
}

function responseJson({ id }: BatchRequest, { status, json }: Answer): string {
  const headers = JSON.stringify({ 'Content-Type': JSON_TYPE })
  return `{"id":${JSON.stringify(id)},"status":${status},"headers":${headers},"body":${json}}`
}
