import { join } from 'node:path'
import { runProgram, startIngestion } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

it('continues a trace in a worker thread that receives it in a message', async () => {
  await using ingestion = await startIngestion()
  const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString }
  const program = join(__dirname, '../programs', 'threads.cjs')
  expect(await runProgram(program, env)).toMatchObject({ code: 0, stdout: '12.5\n', stderr: '' })
  const find = (name: string) => ingestion.accepted.find(({ data }) => data.baseData.name === name)
  const [placed, added] = [find('place order'), find('add up')]
  expect(ingestion.accepted).toHaveLength(2)
  expect(added?.tags['ai.operation.id']).toBe(placed?.tags['ai.operation.id'])
  expect(added?.tags['ai.operation.parentId']).toBe(placed?.data.baseData.id)
})
