import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../src'
import { aMessage, postEnvelopes } from '../an-envelope'

let local: LocalApplicationInsights
let folder: string

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  folder = mkdtempSync(join(tmpdir(), 'azmon-transfer-'))
})

afterAll(async () => {
  await local.close()
  rmSync(folder, { recursive: true })
})

beforeEach(() => local.reset())

const HEADER = '{"format":"azmon-telemetry","version":1}'
const YESTERDAY = new Date(Date.now() - 86_400_000).toISOString().replace('Z', '789Z')
const LAST_WEEK = new Date(Date.now() - 7 * 86_400_000).toISOString()

function aLine(n: number, row: Readonly<Record<string, unknown>> = {}, table = 'traces'): string {
  const itemId = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
  return JSON.stringify({ table, row: { timestamp: YESTERDAY, itemId, message: `m${n}`, ...row } })
}

async function exported(query = ''): Promise<readonly string[]> {
  const response = await fetch(new URL(`/api/export${query}`, local.url))
  expect(response.status).toBe(200)
  return gunzipSync(await response.arrayBuffer())
    .toString()
    .trimEnd()
    .split('\n')
}

function postFile(body: string | Buffer, headers: Readonly<Record<string, string>> = {}, url = local.url) {
  return fetch(new URL('/api/import', url), { method: 'POST', body, headers })
}

async function imported(...lines: readonly string[]) {
  const response = await postFile(gzipSync(lines.join('\n')))
  return { status: response.status, ...((await response.json()) as object) }
}

describe('GET /api/export', () => {
  it('returns a gzip file of JSON lines with the format, and then table and row', async () => {
    await postEnvelopes(local.url, [aMessage('a')])
    const response = await fetch(new URL('/api/export', local.url))
    const lines = gunzipSync(await response.arrayBuffer())
      .toString()
      .split('\n')
    expect(response.headers.get('content-type')).toBe('application/gzip')
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="azmon-[\dT-]+\.jsonl\.gz"$/)
    expect(lines).toHaveLength(3)
    expect([lines[0], lines[2]]).toEqual([HEADER, ''])
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ table: 'traces', row: { message: 'a', itemType: 'trace' } })
  })

  it('returns only the rows of a time, without its end', async () => {
    await imported(HEADER, aLine(1, { timestamp: LAST_WEEK }), aLine(2))
    const messages = async (query: string) =>
      (await exported(query)).slice(1).map((line) => JSON.parse(line).row.message)
    expect(await messages('')).toEqual(['m1', 'm2'])
    expect(await messages(`?from=${YESTERDAY}`)).toEqual(['m2'])
    expect(await messages(`?to=${YESTERDAY}`)).toEqual(['m1'])
    expect(await messages(`?from=${LAST_WEEK.slice(0, 10)}&to=${YESTERDAY.slice(0, 10)}`)).toEqual(['m1'])
  })

  it('rejects a time that is not in ISO 8601', async () => {
    const response = await fetch(new URL('/api/export?from=yesterday', local.url))
    expect([response.status, await response.json()]).toEqual([
      400,
      { error: { code: 'AZMON_LOCAL_OPTION', message: expect.stringContaining('ISO 8601') } },
    ])
  })

  it('waits for slow readers, limits their number, and frees the place of one that leaves', async () => {
    const large = Array.from({ length: 450 }, () => aMessage(randomBytes(24_000).toString('base64')))
    for (let at = 0; at < large.length; at += 150) await postEnvelopes(local.url, large.slice(at, at + 150))
    for (let n = 0; n < 5; n++) await fetch(new URL('/api/export', local.url), { method: 'HEAD' })
    const readers = await Promise.all(Array.from({ length: 4 }, openUnread))
    expect((await fetch(new URL('/api/export', local.url))).status).toBe(429)
    for (const reader of readers) reader.destroy()
    let status = 429
    while (status === 429) {
      const response = await fetch(new URL('/api/export', local.url))
      status = response.status
      if (status === 200)
        expect(
          gunzipSync(await response.arrayBuffer())
            .toString()
            .split('\n'),
        ).toHaveLength(452)
      else await response.text()
    }
    expect(status).toBe(200)
  })

  it('cannot be started by a page of another site', async () => {
    const headers = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' }
    const response = await getWith('/api/export', headers)
    expect(response.statusCode).toBe(403)
    response.resume()
  })
})

describe('POST /api/import', () => {
  it('adds rows with their own times and ids, which pages and waiting tests see at once', async () => {
    const waiting = local.waitFor('traces', ({ message }) => message === 'm1')
    expect(
      await imported(HEADER, aLine(1, { cloud_RoleName: 'imported' }), aLine(2, { timestamp: LAST_WEEK })),
    ).toEqual({
      status: 200,
      ...{ rows: 2, added: 2, duplicates: 0, expired: 0 },
      ...{ from: LAST_WEEK, to: YESTERDAY.replace('789Z', 'Z') },
    })
    expect(await waiting).toMatchObject({ itemId: '00000000-0000-4000-8000-000000000001', cloud_RoleName: 'imported' })
    const [row] = (await local.query("traces | where message == 'm1' | project t = tostring(timestamp)")).rows
    expect(row?.['t']).toBe(YESTERDAY.replace('Z', '0Z'))
    const roles = await fetch(new URL('/api/roles', local.url))
    expect(await roles.json()).toEqual({ roles: ['imported'] })
  })

  it('adds no row twice, neither of the same file nor of one file', async () => {
    expect(await imported(HEADER, aLine(1), aLine(1))).toMatchObject({ rows: 2, added: 1, duplicates: 1 })
    expect(await imported(HEADER, aLine(1), aLine(2))).toMatchObject({ rows: 2, added: 1, duplicates: 1 })
  })

  it('does not add rows that are older than it keeps, and says how many', async () => {
    const old = aLine(2, { timestamp: '2020-01-01T00:00:00Z' })
    expect(await imported(HEADER, aLine(1), old)).toMatchObject({ rows: 2, added: 1, expired: 1 })
  })

  it('takes a file that is not compressed, and one without rows', async () => {
    expect(await (await postFile(`${HEADER}\r\n${aLine(1)}\r\n`)).json()).toMatchObject({ added: 1 })
    expect(await (await postFile(HEADER)).json()).toEqual({ rows: 0, added: 0, duplicates: 0, expired: 0 })
  })

  it.each([
    ['an empty file', '', 'Line 1 of the file cannot be imported. The file must begin with'],
    ['a file of a newer version', HEADER.replace('1', '2'), 'The file has version 2, and this azmon reads 1. Update'],
    ['a version that is no number', HEADER.replace('1', '"1"'), 'The version must be a whole number'],
    ['another file', '{"a":1}', 'must begin with {"format":"azmon-telemetry"'],
    ['a line that is no JSON', `${HEADER}\n${aLine(1)}\n{"table":`, 'Line 3 of the file cannot be imported. It is not'],
    ['an empty line', `${HEADER}\n\n${aLine(1)}`, 'Line 2'],
    ['an unknown table', `${HEADER}\n${aLine(1, {}, '__proto__')}`, 'Its table is unknown'],
    ['an unknown column', `${HEADER}\n${aLine(1, { '"; DROP TABLE traces; --': 1 })}`, 'It has an unknown column'],
    ['a row that is no object', `${HEADER}\n{"table":"traces","row":[]}`, 'It has no row'],
    [
      'a string that is a number',
      `${HEADER}\n${aLine(1, { message: 1 })}`,
      'Its message is not a value of type string',
    ],
    ['an integer that is too large', `${HEADER}\n${aLine(1, { severityLevel: 2 ** 31 })}`, 'Its severityLevel is not'],
    ['a time that is none', `${HEADER}\n${aLine(1, { timestamp: 'today' })}`, 'Its timestamp is not'],
    ['a row without an id', `${HEADER}\n${aLine(1, { itemId: '' })}`, 'Its itemId is missing'],
    ['a row without a time', `${HEADER}\n{"table":"traces","row":{"itemId":"a"}}`, 'Its timestamp is missing'],
    [
      'a line that is too long',
      `${HEADER}\n${aLine(1, { message: 'x'.repeat(600_000) })}`,
      'It must not exceed 524288',
    ],
    ['a line that is too deep', `${HEADER}\n${'['.repeat(100_000)}`, 'or a depth of 80'],
  ])('rejects %s, names the line, and adds nothing', async (_, text, message) => {
    const response = await postFile(text)
    expect([response.status, await response.json()]).toEqual([
      400,
      { error: { code: 'AZMON_LOCAL_IMPORT_FILE', message: expect.stringContaining(message) } },
    ])
    expect((await local.counts()).traces).toBe(0)
  })

  it('rejects a file that is cut off, also if its first rows are complete', async () => {
    const lines = Array.from({ length: 3_000 }, (_, n) => aLine(n, { user_Id: randomBytes(20).toString('hex') }))
    const file = gzipSync([HEADER, ...lines].join('\n'))
    const response = await postFile(file.subarray(0, -20_000))
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('if it is incomplete')])
    expect((await local.counts()).traces).toBe(0)
  })

  it('rejects requests of other pages, and those without the token', async () => {
    expect((await postFile(HEADER, { origin: 'http://evil.example' })).status).toBe(403)
    await using closed = await startLocal({ port: 0, token: 'x'.repeat(16) })
    expect((await postFile(HEADER, {}, closed.url)).status).toBe(401)
    expect((await fetch(new URL('/api/export', closed.url))).status).toBe(401)
    expect((await postFile(HEADER, { authorization: `Bearer ${closed.token}` }, closed.url)).status).toBe(200)
  })

  it('takes one file at a time, and leaves no file behind when its client leaves', async () => {
    const before = temporaryDirectories()
    const sending = request(new URL('/api/import', local.url), { method: 'POST', headers: { expect: '100-continue' } })
    sending.on('error', () => undefined).flushHeaders()
    await once(sending, 'continue')
    sending.write(HEADER)
    let { status } = await postFile(HEADER)
    expect(status).toBe(429)
    sending.destroy()
    while (status === 429) status = (await postFile(HEADER)).status
    expect(status).toBe(200)
    expect(temporaryDirectories()).toEqual(before)
  })
})

describe('exportFile and importFile', () => {
  it('write and read the same file, which only its owner can read', async () => {
    const path = join(folder, 'telemetry.jsonl.gz')
    await postEnvelopes(local.url, [aMessage('a'), aMessage('b')])
    await local.exportFile(path, { timespan: 'PT1H' })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    await local.reset()
    expect(await local.importFile(path)).toMatchObject({ added: 2 })
    await local.exportFile(path, { timespan: '2020-01-01/P1D' })
    expect(await local.importFile(path)).toMatchObject({ rows: 0 })
  })

  it('reject with a code if the file cannot be written or read', async () => {
    const missing = join(folder, 'missing', 'file')
    await expect(local.exportFile(missing)).rejects.toMatchObject({ code: 'AZMON_LOCAL_EXPORT' })
    await expect(local.importFile(missing)).rejects.toMatchObject({ code: 'AZMON_LOCAL_IMPORT_FILE' })
  })

  it('stop when it is closed', async () => {
    const own = await startLocal({ port: 0 })
    const path = join(folder, 'plain.jsonl')
    writeFileSync(path, `${HEADER}\n${aLine(1)}`)
    const importing = expect(own.importFile(path)).rejects.toMatchObject({ code: 'AZMON_LOCAL_CLOSED' })
    await own.close()
    await importing
  })
})

// --- helpers ---

/** Opens an export and leaves its body unread. */
async function openUnread(): Promise<IncomingMessage> {
  const response = await getWith('/api/export', {})
  expect(response.statusCode).toBe(200)
  return response
}

async function getWith(path: string, headers: Readonly<Record<string, string>>): Promise<IncomingMessage> {
  const sent = request(new URL(path, local.url), { headers, agent: false }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return response
}

function temporaryDirectories(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`azmon-local-${process.pid}-`))
}
