import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../src'
import { aMessage } from './an-envelope'

let local: LocalApplicationInsights
let stateDirectory: string
let ca: Buffer

beforeAll(async () => {
  stateDirectory = await mkdtemp(join(tmpdir(), 'azmon-https-'))
  local = await startLocal({ port: 0, stateDirectory, allowHosts: ['host.docker.internal'] })
  ca = await readFile(local.caPath ?? '')
})

afterAll(async () => {
  await local.close()
  await rm(stateDirectory, { recursive: true })
})

async function ask(path: string, options: object = {}, body = '') {
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    request(new URL(path, local.httpsUrl), { ca, ...options }, resolve)
      .on('error', reject)
      .end(body)
  })
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

it('stores what a client sends over https to the same port', async () => {
  expect(new URL(local.httpsUrl).port).toBe(String(local.port))
  const { status } = await ask('v2.1/track', { method: 'POST' }, JSON.stringify(aMessage('secret')))
  expect(status).toBe(200)
  expect((await local.rows('traces'))[0]?.message).toBe('secret')
})

it('proves that it is localhost, 127.0.0.1 and each name of allowHosts', async () => {
  for (const servername of ['localhost', '127.0.0.1', 'host.docker.internal']) {
    const host = `${servername}:${local.port}`
    expect((await ask('connection-string', { servername, headers: { host } })).status).toBe(200)
  }
  const stranger = ask('connection-string', { servername: 'example.com' })
  await expect(stranger).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
})

it('checks host and origin of https requests, too', async () => {
  const statusFor = async (headers: object) => (await ask('', { servername: 'localhost', headers })).status
  expect(await statusFor({ host: 'evil.example' })).toBe(421)
  expect(await statusFor({ host: 'localhost' })).toBe(421) // that is port 443
  expect(await statusFor({ origin: 'https://evil.example' })).toBe(403)
  expect(await statusFor({ origin: new URL(local.httpsUrl).origin })).toBe(200)
})

it('accepts a client only if it trusts the certificate', async () => {
  await expect(ask('', { ca: undefined })).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
})
