import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applicationInsightsSchema, compile } from '@azmon/kql'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../src'
import { aMessage, postEnvelopes } from '../an-envelope'
import { ask } from './a-client'

const SECRET = 'a-secret-of-this-machine'

let directory: string
let local: LocalApplicationInsights

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'azmon-locked-'))
  await writeFile(join(directory, 'secret.csv'), `column\n${SECRET}\n`)
  local = await startLocal({ port: 0 })
  await postEnvelopes(local.url, [aMessage('kept')])
})

afterAll(async () => {
  await local.close()
  await rm(directory, { recursive: true })
})

/** In each query, FILE stands for a readable file and NEW for one that a successful attack would create. */
function inDirectory(query: string): string {
  return query.replaceAll('FILE', join(directory, 'secret.csv')).replaceAll('NEW', join(directory, 'new'))
}

const query = (text: string) => ask(local.url, '/v1/apps/any/query', { query: inDirectory(text) })

describe('functions and statements of DuckDB', () => {
  it.each([
    "read_csv('FILE')",
    "['read_csv']('FILE')",
    "['FILE']",
    'FILE',
    "union traces, read_text('FILE')",
    "traces | join kind=inner read_csv('FILE') on message",
    "traces | where message in (read_csv('FILE'))",
    "traces | extend content = read_text('FILE')",
    "print content = read_blob('FILE')",
    "print file = glob('/etc/*')",
    "externaldata(content: string)['FILE']",
    'duckdb_settings()',
    'duckdb_settings',
    'duckdb_secrets()',
    'information_schema.tables',
    'sqlite_master',
    'pragma_database_size()',
    "print current_setting('temp_directory')",
    "print getenv('HOME')",
    "print getvariable('x')",
    "query('SELECT 1')",
    "query_table('traces')",
    "print nextval('x')",
    'main.traces',
    'memory.main.traces',
    "COPY traces TO 'NEW'",
    "traces; COPY traces TO 'NEW'",
    "ATTACH 'NEW'",
    "traces; ATTACH 'NEW'",
    'INSTALL httpfs',
    'LOAD httpfs',
    'PRAGMA database_list',
    "SET memory_limit = '1TB'",
    "EXPORT DATABASE 'NEW'",
    'DROP TABLE traces',
    'DELETE FROM traces',
    'traces | evaluate read_csv("FILE")',
    'traces | invoke read_csv("FILE")',
    '.drop table traces',
    '.set-or-replace traces <| print 1',
  ])('are refused: %s', async (text) => {
    expect(() => compile(inDirectory(text), applicationInsightsSchema)).toThrow(
      expect.objectContaining({ name: 'KqlError' }),
    )
    const { status, body } = await query(text)
    expect(status).toBe(400)
    expect(JSON.stringify(body)).not.toContain(SECRET)
  })
})

describe('text from a query', () => {
  it.each([
    ["print x = '; DROP TABLE traces; --'", '; DROP TABLE traces; --'],
    [`print x = "'); DROP TABLE traces; --"`, "'); DROP TABLE traces; --"],
    [
      `print x = "' || (SELECT content FROM read_text('FILE')) || '"`,
      "' || (SELECT content FROM read_text('FILE')) || '",
    ],
    [`print x = "\\\\'); COPY traces TO 'NEW'; --"`, "\\'); COPY traces TO 'NEW'; --"],
    [`print x = strcat("$$", "$1", "?")`, '$$$1?'],
    [`print x = @"C:\\'; DROP TABLE traces; --"`, "C:\\'; DROP TABLE traces; --"],
    [`print x = extract("(.*)", 1, "'); DROP TABLE traces; --")`, "'); DROP TABLE traces; --"],
    [`datatable(x: string)["'); DROP TABLE traces; --"]`, "'); DROP TABLE traces; --"],
    [`print ['x"; DROP TABLE traces; --'] = "a"`, 'a'],
    [`traces | project x = tostring(customDimensions["'; DROP TABLE traces; --"])`, ''],
  ])('stays text: %s', async (text, value) => {
    const { status, body } = await query(text)
    expect(status).toBe(200)
    expect(body).toMatchObject({ tables: [{ rows: [[inDirectory(value)]] }] })
  })
})

it('leaves the telemetry and the disk as they were', async () => {
  expect(await local.counts()).toMatchObject({ traces: 1 })
  expect(existsSync(join(directory, 'new'))).toBe(false)
})
