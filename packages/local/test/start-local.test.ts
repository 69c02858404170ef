import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, LocalError, type LocalOptions, startLocal } from '../src'
import { aMessage, anEnvelope, postEnvelopes } from './an-envelope'

const running: LocalApplicationInsights[] = []

async function start(options: LocalOptions = {}): Promise<LocalApplicationInsights> {
  const local = await startLocal({ port: 0, ...options })
  running.push(local)
  return local
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((local) => local.close()))
})

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
)

describe('startLocal', () => {
  it('gives a connection string that is ready to paste', async () => {
    const { url, port, connectionString } = await start()

    const endpoint = `http://127.0.0.1:${port}`
    expect(url).toBe(`${endpoint}/`)
    expect(connectionString).toBe(
      `InstrumentationKey=00000000-0000-4000-8000-000000000000;IngestionEndpoint=${endpoint};LiveEndpoint=${endpoint}`,
    )
  })

  ;(hasIpv6 ? it : it.skip)('answers on both loopback addresses', async () => {
    const { port } = await start()

    for (const address of ['127.0.0.1', '[::1]', 'localhost']) {
      expect((await fetch(`http://${address}:${port}/`)).status).toBe(200)
    }
  })

  it.each(['127.0.0.1', ...(hasIpv6 ? ['::1'] : [])])('says so when its port is taken on %s', async (host) => {
    const other = createServer()
    const port = await new Promise<number>((resolve) => {
      other.listen(0, host, () => resolve((other.address() as { port: number }).port))
    })

    const failure = await startLocal({ port }).catch((error: unknown) => error)
    other.close()

    expect(failure).toBeInstanceOf(LocalError)
    expect(failure).toMatchObject({
      code: 'AZMON_LOCAL_PORT_IN_USE',
      message: expect.stringContaining(`Port ${port}`),
    })
  })

  it.each([-1, 65_536, 1.5, Number.NaN])('refuses port %d', async (port) => {
    await expect(startLocal({ port })).rejects.toMatchObject({ code: 'AZMON_LOCAL_OPTION' })
  })

  it.each([
    ['maxRows', 0],
    ['maxRows', 1.5],
    ['maxBytes', -1],
    ['maxBytes', Number.NaN],
  ])('refuses %s of %d', async (option, value) => {
    await expect(startLocal({ port: 0, [option]: value })).rejects.toMatchObject({
      code: 'AZMON_LOCAL_OPTION',
      message: `${option} must be a whole number above 0, got ${value}.`,
    })
  })

  it('keeps telemetry in a file when it is given one', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'azmon-local-'))
    const data = join(directory, 'telemetry.duckdb')
    const first = await start({ data })
    await postEnvelopes(first.url, [aMessage('kept')])
    await first.close()

    const second = await start({ data })
    expect((await second.newest('traces', 1))[0]?.message).toBe('kept')

    await second.close()
    await rm(directory, { recursive: true })
  })
})

describe('newest', () => {
  it('gives rows with values as JavaScript has them', async () => {
    const local = await start()
    const { time } = aMessage('m')
    const properties = { orderId: '42' }
    await postEnvelopes(local.url, [
      anEnvelope('MessageData', { message: 'm', severityLevel: 3, properties }, { time }),
    ])

    expect((await local.newest('traces', 10))[0]).toMatchObject({
      timestamp: new Date(time),
      message: 'm',
      severityLevel: 3,
      customDimensions: properties,
      itemId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
  })
})

describe('waitForCounts', () => {
  it('resolves at once when enough is there', async () => {
    const local = await start()
    await postEnvelopes(local.url, [aMessage('a'), aMessage('b')])

    expect(await local.waitForCounts({ traces: 1 }, { timeoutMs: 1_000 })).toMatchObject({ traces: 2 })
  })

  it('resolves as soon as every named table has enough', async () => {
    const local = await start()
    const counts = local.waitForCounts({ traces: 3, customEvents: 1 })
    await postEnvelopes(local.url, [aMessage('a'), aMessage('b')])
    await postEnvelopes(local.url, [anEnvelope('EventData', { name: 'n' })])
    await postEnvelopes(local.url, [aMessage('c')])

    expect(await counts).toMatchObject({ traces: 3, customEvents: 1 })
  })

  it('rejects with what is missing when it takes too long', async () => {
    const local = await start()
    await postEnvelopes(local.url, [aMessage('a')])

    await expect(
      local.waitForCounts({ traces: 1, exceptions: 2, requests: 1 }, { timeoutMs: 20 }),
    ).rejects.toMatchObject({
      code: 'AZMON_LOCAL_COUNTS_TIMEOUT',
      message: expect.stringContaining(
        'Timed out after 20 ms: expected at least 2 rows in exceptions, found 0; at least 1 rows in requests, found 0.',
      ),
    })
  })

  it('rejects when it is closed meanwhile', async () => {
    const local = await start()
    const counts = local.waitForCounts({ traces: 1 })
    await Promise.all([
      expect(counts).rejects.toMatchObject({ code: 'AZMON_LOCAL_CLOSED' }),
      local.counts().then(() => local.close()),
    ])
  })
})

describe('close', () => {
  it('may be called again, and stops listening', async () => {
    const local = await start()
    await Promise.all([local.close(), local.close()])
    await local.close()

    await expect(fetch(local.url)).rejects.toThrow()
    await expect(local.counts()).rejects.toMatchObject({ code: 'AZMON_LOCAL_CLOSED' })
  })

  it('happens at the end of an await using block', async () => {
    const local = await start()
    await local[Symbol.asyncDispose]()

    await expect(fetch(local.url)).rejects.toThrow()
  })

  it('does not wait for clients that keep their connection', async () => {
    const local = await start()
    await fetch(local.url).then((response) => response.text())

    await local.close()
    await expect(fetch(local.url)).rejects.toThrow()
  })
})

it('refuses an empty path, and says what to do', async () => {
  await expect(startLocal({ port: 0, data: '' })).rejects.toMatchObject({ code: 'AZMON_LOCAL_OPTION' })
})
