import { describe, expect, it } from '@jest/globals'
import type { SendOutcome } from '../../src/ingestion/breeze-response'
import { adviceOn, connectionFix } from '../../src/maintenance/endpoint-advice'

const ENDPOINT = 'https://own.example'

it('there is no advice on an accepted item', () => {
  expect(adviceOn({ kind: 'accepted' }, ENDPOINT)).toBeUndefined()
})

describe('the advice on an outcome has the problem and its fix', () => {
  it.each<[SendOutcome, RegExp, RegExp]>([
    [{ kind: 'partial', retry: [], rejected: [{ index: 0, statusCode: 400 }] }, /rejected .* status 400/, /retry/],
    [{ kind: 'partial', retry: [0], rejected: [] }, /rejected the item for now/, /retry/],
    [{ kind: 'unreadable' }, /not from Application Insights \(unreadable\)/, /connection string/],
    [{ kind: 'too-large' }, /not from Application Insights \(too-large\)/, /connection string/],
    [{ kind: 'denied', reason: 'status 401' }, /key alone/, /Entra ID/],
    [{ kind: 'denied', reason: 'status 403' }, /from this network/, /Network Isolation/],
    [{ kind: 'quota', reason: 'status 439' }, /daily quota/, /daily cap/],
    [{ kind: 'throttled', reason: 'status 429' }, /throttles/, /retry/],
    [{ kind: 'misconfigured', reason: 'status 400, unknown instrumentation key' }, /this key/, /deleted/],
    [{ kind: 'misconfigured', reason: 'status 404' }, /no ingestion endpoint/, /connection string/],
    [
      { kind: 'misconfigured', reason: 'status 200, the response is not from Application Insights' },
      /not from/,
      /login page/,
    ],
    [{ kind: 'retryable', reason: 'status 503' }, /in trouble \(status 503\)/, /retry/],
    [{ kind: 'retryable', reason: 'getaddrinfo ENOTFOUND' }, /did not respond/, /DNS/],
  ])('%j', (outcome, problem, fix) => {
    expect(adviceOn(outcome, ENDPOINT)).toEqual({
      problem: expect.stringMatching(problem),
      fix: expect.stringMatching(fix),
    })
  })
})

describe('the fix of a failed connection', () => {
  it.each([
    ['the proxy answered status 407', ENDPOINT, /login of the proxy/],
    ['the proxy answered status 403', ENDPOINT, /allow CONNECT/],
    ['the proxy cannot be reached: ECONNREFUSED', ENDPOINT, /HTTPS_PROXY and HTTP_PROXY/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', ENDPOINT, /NODE_EXTRA_CA_CERTS/],
    ['CERT_HAS_EXPIRED', ENDPOINT, /clock/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', ENDPOINT, /Another server/],
    ['EAI_AGAIN', ENDPOINT, /DNS/],
    ['ECONNREFUSED', ENDPOINT, /Allow this machine to connect/],
    ['ECONNREFUSED', 'http://127.0.0.1:4000', /npx azmon/],
  ])('of %s at %s', (reason, endpoint, fix) => {
    expect(connectionFix(reason, endpoint)).toMatch(fix)
  })
})
