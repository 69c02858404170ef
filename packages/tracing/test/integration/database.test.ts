import { join } from 'node:path'
import { runProgram, startIngestion } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

it("makes a row of each PostgreSQL statement with OpenTelemetry's instrumentation of pg", async () => {
  await using ingestion = await startIngestion()
  const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString }
  const { code, stdout, stderr } = await runProgram(join(__dirname, '../programs', 'database.cjs'), env)
  const [failure, address] = stdout.split('\n')
  expect({ code, failure, stderr }).toEqual({ code: 0, failure: 'relation "order_lines" does not exist', stderr: '' })

  const rows = ingestion.accepted.map(({ data: { baseType, baseData }, tags }) => ({ baseType, tags, ...baseData }))
  const order = rows.find(({ name }) => name === 'place order')
  const database = { type: 'postgresql', target: `${address} | postgres` }
  const inserts = rows.filter((row) => String(Reflect.get(row, 'data')).startsWith('INSERT'))
  expect(inserts).toMatchObject([
    { ...database, data: 'INSERT INTO orders VALUES ($1)', resultCode: '0', success: true },
    { ...database, data: 'INSERT INTO order_lines VALUES ($1)', resultCode: '0', success: false },
  ])
  expect(inserts[0]?.properties).toEqual({})
  for (const { tags } of inserts) {
    expect(tags).toMatchObject({
      'ai.operation.id': order?.tags['ai.operation.id'],
      'ai.operation.parentId': order?.id,
    })
  }
  const [exception] = rows.filter(({ baseType }) => baseType === 'ExceptionData')
  expect(exception?.exceptions).toMatchObject([{ message: expect.stringContaining('42P01') }])
  expect(exception?.tags['ai.operation.parentId']).toBe(inserts[1]?.id)
})
