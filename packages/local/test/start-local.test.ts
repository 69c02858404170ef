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
  it('returns a complete connection string', async () => {
    const { url, port, connectionString } = await start()

    const endpoint = `http://127.0.0.1:${port}`
    expect(url).toBe(`${endpoint}/`)
    expect(connectionString).toBe(
      `InstrumentationKey=00000000-0000-4000-8000-000000000000;IngestionEndpoint=${endpoint};LiveEndpoint=${endpoint}`,
    )
  })

  ;(hasIpv6 ? it : it.skip)('listens on both loopback addresses', async () => {
    const { port } = await start()

    for (const address of ['127.0.0.1', '[::1]', 'localhost']) {
      expect((await fetch(`http://${address}:${port}/`)).status).toBe(200)
    }
  })

  it.each(['127.0.0.1', ...(hasIpv6 ? ['::1'] : [])])('rejects if its port is in use on %s', async (host) => {
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

  it.each([-1, 65_536, 1.5, Number.NaN])('rejects port %d', async (port) => {
    await expect(startLocal({ port })).rejects.toMatchObject({ code: 'AZMON_LOCAL_OPTION' })
  })

  it.each([
    ['prot', 'prot is not an option. Did you mean port?'],
    ['instrumentationKey', 'instrumentationKey is not an option. Did you mean instrumentationKeys?'],
    ['colour', 'colour is not an option. The options are port, data, maxRows, maxBytes,'],
  ])('rejects the unknown option %s', async (option, message) => {
    await expect(startLocal({ [option]: 0 } as LocalOptions)).rejects.toMatchObject({
      code: 'AZMON_LOCAL_OPTION',
      message: expect.stringContaining(message),
    })
  })

  it.each([
    ['maxRows', 0],
    ['maxRows', 1.5],
    ['maxBytes', -1],
    ['maxBytes', Number.NaN],
  ])('rejects a %s of %d', async (option, value) => {
    await expect(startLocal({ port: 0, [option]: value })).rejects.toMatchObject({
      code: 'AZMON_LOCAL_OPTION',
      message: `${option} must be a whole number above 0, got ${value}.`,
    })
  })

  it('rejects faults that are no array', async () => {
    await expect(startLocal({ port: 0, faults: '503' as unknown as string[] })).rejects.toMatchObject({
      code: 'AZMON_LOCAL_OPTION',
      message: expect.stringContaining('faults must be an array'),
    })
  })

  it('stores telemetry in a given file', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'azmon-local-'))
    const data = join(directory, 'telemetry.duckdb')
    const first = await start({ data })
    await postEnvelopes(first.url, [aMessage('kept')])
    await first.close()

    const second = await start({ data })
    expect((await second.rows('traces', 1))[0]?.message).toBe('kept')

    await second.close()
    await rm(directory, { recursive: true })
  })
})

describe('query', () => {
  it('returns rows as objects with JavaScript values, and the columns', async () => {
    const local = await start()
    const text =
      'print i = int(1), l = 9007199254740993, r = real(nan), s = "a", b = true, d = dynamic({"a": [1]}), t = 1d, at = datetime(2020-01-02)'
    const { rows, columns } = await local.query(text)

    expect(rows).toEqual([
      {
        i: 1,
        l: 9007199254740993n,
        r: Number.NaN,
        s: 'a',
        b: true,
        d: { a: [1] },
        t: '1.00:00:00',
        at: new Date('2020-01-02T00:00:00Z'),
      },
    ])
    expect(columns.map(({ type }) => type).join()).toBe('int,long,real,string,bool,dynamic,timespan,datetime')
  })

  it('returns at most maxRows rows', async () => {
    const local = await start()
    const { rows, isTruncated } = await local.query<{ i: number }>('range i from 1 to 9 step 1', { maxRows: 2 })
    expect([rows.map(({ i }) => i), isTruncated]).toEqual([[1, 2], true])
  })

  it('rejects a wrong query', async () => {
    const local = await start()
    await expect(local.query('traces | wher 1')).rejects.toMatchObject({ name: 'KqlError', line: 1 })
  })
})

describe('rows', () => {
  it('returns rows with JavaScript values', async () => {
    const local = await start()
    const { time } = aMessage('m')
    const properties = { orderId: '42' }
    await postEnvelopes(local.url, [
      anEnvelope('MessageData', { message: 'm', severityLevel: 3, properties }, { time }),
    ])

    expect((await local.rows('traces', 10))[0]).toMatchObject({
      timestamp: new Date(time),
      message: 'm',
      severityLevel: 3,
      customDimensions: properties,
      itemId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
  })
})

describe('close', () => {
  it('stops listening and can be called again', async () => {
    const local = await start()
    await Promise.all([local.close(), local.close()])
    await local.close()

    await expect(fetch(local.url)).rejects.toThrow()
    for (const read of [local.counts(), local.rows('traces'), local.query('print 1'), local.waitFor('print 1')]) {
      await expect(read).rejects.toMatchObject({ code: 'AZMON_LOCAL_CLOSED' })
    }
  })

  it('is called at the end of an await using block', async () => {
    const local = await start()
    await local[Symbol.asyncDispose]()

    await expect(fetch(local.url)).rejects.toThrow()
  })

  it('does not wait for idle connections', async () => {
    const local = await start()
    await fetch(local.url).then((response) => response.text())

    await local.close()
    await expect(fetch(local.url)).rejects.toThrow()
  })
})

it('rejects an empty path', async () => {
  await expect(startLocal({ port: 0, data: '' })).rejects.toMatchObject({ code: 'AZMON_LOCAL_OPTION' })
})
