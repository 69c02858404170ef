import { join } from 'node:path'
import { startIngestion } from '@azmon/testkit'
import { beforeAll, expect, it } from '@jest/globals'
import { consumerWithTools } from '../src/consumer'
import { strictConsumer } from '../src/pnpm'
import { run } from '../src/run'
import { VERSIONS } from '../src/versions'
import { store } from './store'

let consumer: string

beforeAll(async () => {
  consumer = await strictConsumer(store)
})

it('cannot import packages that only azmon depends on', async () => {
  const ended = await run(consumer, process.execPath, ['-e', "require('@azmon/express')"])
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("Cannot find module '@azmon/express'") })
})

it('tracks the requests and errors of a shop that imports azmon/express', async () => {
  const ingestion = await startIngestion()
  const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString }
  const ended = await run(consumer, process.execPath, ['shop.mjs'], env)
  await ingestion.close()
  expect(ended).toEqual({ code: 0, stdout: '', stderr: '' })
  const rows = ingestion.accepted.map(({ tags, data: { baseType, baseData } }) => [
    baseType,
    baseData.name ?? baseData.exceptions?.[0]?.message,
    tags['ai.user.authUserId'],
  ])
  expect(rows.sort()).toEqual([
    ['ExceptionData', 'expired in 03/24', 'ada'],
    ['RequestData', 'GET /broken', 'ada'],
    ['RequestData', 'GET /orders/:id', 'ada'],
  ])
})

it.each(VERSIONS.typescript)('compiles with the types of azmon/express and TypeScript %s', async (version) => {
  const tsc = join(consumerWithTools(store), 'node_modules', `typescript-${version}`, 'bin/tsc')
  const strict = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022', '--types', 'node']
  const ended = await run(consumer, process.execPath, [tsc, ...strict, '--module', 'nodenext', 'typed-shop.ts'])
  expect(ended).toEqual({ code: 0, stdout: '', stderr: '' })
})
