import { expect, it } from '@jest/globals'
import { parseSource } from '../../src/query/source-spec'

it.each([
  ['http://127.0.0.1:4380', 'local', 'http://127.0.0.1:4380/'],
  ['http://localhost:4380/?token=0123456789abcdef', 'local', 'http://localhost:4380/'],
  ['https://telemetry.example', 'local', 'https://telemetry.example/'],
  ['appinsights:1234-abcd', 'app', 'https://api.applicationinsights.io/'],
  ['workspace:1234-abcd', 'workspace', 'https://api.loganalytics.io/'],
  ['https://api.applicationinsights.us/v1/apps/1234', 'app', 'https://api.applicationinsights.us/'],
  ['https://api.loganalytics.us/v1/workspaces/1234', 'workspace', 'https://api.loganalytics.us/'],
  ['https://help.kusto.windows.net/Samples', 'cluster', 'https://help.kusto.windows.net/'],
  ['http://localhost:8080/NetDefaultDB', 'cluster', 'http://localhost:8080/'],
])('reads %s', (spec, kind, url) => {
  const source = parseSource(spec)
  expect([source.kind, source.url.href]).toEqual([kind, url])
})

it('reads the token of another azmon local and the name of a database', () => {
  expect(parseSource('http://127.0.0.1:1/?token=secret')).toMatchObject({ token: 'secret' })
  expect(parseSource('https://help.kusto.windows.net/My%20Data')).toMatchObject({ database: 'My Data' })
})

it.each(['', 'local', 'appinsights:', 'appinsights:a/b', 'ftp://a/b', 'https://user:pw@a/b', 'https://a/b/c'])(
  'refuses %j and says what is possible',
  (spec) => {
    expect(() => parseSource(spec)).toThrow(
      expect.objectContaining({
        code: 'AZMON_LOCAL_OPTION',
        message: expect.stringContaining('workspace:<workspace id>'),
      }),
    )
  },
)

it.each(['http://example.com/db', 'http://example.com/v1/apps/1', 'http://example.com/?token=secret'])(
  'refuses to send a token unencrypted to another machine: %s',
  (spec) => {
    expect(() => parseSource(spec)).toThrow(expect.objectContaining({ message: expect.stringContaining('https') }))
  },
)
