import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { garbage, ManualClock, type Reply, reset, startIngestion, startProxy, status, TEST_KEY } from '@azmon/testkit'
import { expect, it, jest } from '@jest/globals'
import { closeLater, openPipeline, pushLetters } from '../open-pipeline'
import { aFolder } from '../spool/open-file-spool'

const TOKEN = 'canary-token'
const PASSWORD = 'canary-password'
const LOGGED = 'canary-message'

/** An endpoint or a proxy may quote the request. */
const QUOTE = `${TOKEN} ${PASSWORD} ${TEST_KEY} ${LOGGED}`

const ANSWERS: readonly (readonly [string, Reply])[] = [
  [
    'an answer of 206',
    status(
      206,
      `{"itemsReceived":2,"itemsAccepted":0,"errors":[{"index":0,"statusCode":400,"message":"${QUOTE}"},{"index":1,"statusCode":503,"message":"${QUOTE}"}]}`,
    ),
  ],
  ...[302, 400, 401, 403, 404, 413, 415, 429, 439, 503].map(
    (code) => [`an answer of ${code}`, status(code, QUOTE, { location: `https://evil.example/${TOKEN}` })] as const,
  ),
  ['a reset', reset],
  ['garbage', garbage],
]

it.each(ANSWERS)('%s exposes no secret in output, errors or files', async (_, reply) => {
  const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const proxy = closeLater(await startProxy({ login: `user:${PASSWORD}` }))
  const clock = new ManualClock()
  const { pipeline, ingestion } = await openPipeline(
    {
      proxy: proxy.url.replace('//', `//user:${PASSWORD}@`),
      credential: { getToken: async () => ({ token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 }) },
    },
    clock,
  )
  const errors: unknown[] = []
  const troubled = new Promise<void>((resolve) => {
    pipeline.diagnostics.onError((error) => {
      errors.push(error)
      resolve()
    })
  })
  ingestion.always(reply)
  pushLetters(pipeline, [LOGGED, LOGGED])
  const flushed = pipeline.flush({ timeoutMs: 60_000 })
  await Promise.race([troubled, flushed])
  clock.advance(60_000)
  const said = [errors, emitWarning.mock.calls, pipeline.stats(), await flushed].map((part) =>
    inspect(part, { depth: 9 }),
  )
  const requestLines = ingestion.requests.map(({ path }) => path)
  for (const secret of [TOKEN, PASSWORD, TEST_KEY, LOGGED]) {
    expect(said.join()).not.toContain(secret)
    expect(requestLines.join() + proxy.targets.join()).not.toContain(secret)
  }
  emitWarning.mockRestore()
})

const onLinux = process.platform === 'linux' ? it : it.skip

onLinux('a limit of the address space, with which nothing can be sent, is named in a warning', async () => {
  const ingestion = closeLater(await startIngestion())
  const program = join(__dirname, '../programs/awaits-flush.mjs')
  const node = spawn('sh', ['-c', 'ulimit -v 4000000; exec "$@"', 'sh', process.execPath, program], {
    env: { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString, XDG_STATE_HOME: aFolder() },
  })
  const [stdout, stderr] = await Promise.all([text(node.stdout), text(node.stderr)])
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, spooled: 1 })
  expect(stderr).toContain('AzmonWarning: Nothing can be sent: WebAssembly cannot start.')
  expect(stderr).toContain('(ulimit -v)')
})
