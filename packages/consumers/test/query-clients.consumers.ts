import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { consumerOfQueryClients } from '../src/consumer'
import { packagesNotInstalled, sectionsOf } from '../src/doc-sections'
import { run } from '../src/run'
import { store } from './store'

/** Returns what a program printed that asked the local Application Insights. */
async function answersOf(client: string): Promise<unknown> {
  const consumer = consumerOfQueryClients(store)
  const args = ['query-clients/main.mjs', `query-clients/${client}.mjs`]
  const { code, stdout, stderr } = await run(consumer, process.execPath, args, { TOKEN: 'a-token-of-a-test' })
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}

it.each([
  // Calls every failed query of a batch a partial failure.
  ['monitor-query-logs', 'PartialFailure'],
  ['monitor-query', 'Failure'],
])('@azure/%s queries the local Application Insights', async (client, failure) => {
  expect(await answersOf(client)).toEqual({
    columns: [
      { name: 'Message', type: 'string' },
      { name: 'Properties', type: 'dynamic' },
      { name: 'TimeGenerated', type: 'datetime' },
    ],
    rows: [
      ['first', 'visa', true],
      ['second', null, true],
    ],
    hasStatistics: true,
    visualization: ['barchart', 'Logs'],
    old: [[0]],
    partial: ['PartialFailure', 1, 'PartialError'],
    batch: ['Success', failure],
    refused: [400, 'BadArgumentError'],
  })
})

it('azure-kusto-data queries the local Application Insights as a cluster', async () => {
  expect(await answersOf('kusto')).toEqual({
    columns: ['timestamp: datetime', 'message: string', 'customDimensions: dynamic', 'itemCount: int'],
    rows: [[true, 'first', 'visa', 1]],
    version1: [{ Count: 2 }],
    databases: ['azmon'],
    tables: ['requests', 'dependencies'],
    refused: [400, expect.stringMatching(/^Semantic error: .*wher.* \[line:position=1:9\]$/)],
    truncated: expect.stringContaining('E_QUERY_RESULT_SET_TOO_LARGE'),
  })
})

it.each(sectionsOf('local-query-api.md'))(
  'the program in docs/local-query-api.md, $heading, prints rows',
  async (section) => {
    expect(packagesNotInstalled(section)).toEqual([])
    const consumer = consumerOfQueryClients(store)
    for (const { name, code } of section.files) {
      const here = code
        .replace("'https://127.0.0.1:4380'", 'process.env.ENDPOINT')
        .replace("'http://127.0.0.1:4380'", 'process.env.CLUSTER')
      writeFileSync(join(consumer, name), here)
      const ended = await run(consumer, process.execPath, ['query-clients/main.mjs', name])
      expect({ ...ended, stdout: ended.stdout.split('\n').sort() }).toEqual({
        code: 0,
        stdout: ['', 'first', 'second'],
        stderr: '',
      })
    }
  },
)
