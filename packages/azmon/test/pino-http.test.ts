import { join } from 'node:path'
import { runProgram, startIngestion } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

it.each([
  ['in process', 'on the response'],
  ['in process', 'nowhere'],
  ['in worker', 'on the response'],
  ['in worker', 'nowhere'],
])('makes one exception of a failed request with pino-http %s and the error %s', async (place, error) => {
  await using ingestion = await startIngestion()
  const { code, stderr } = await runProgram(join(__dirname, 'programs/fails-with-pino-http.mjs'), {
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
    IN: place === 'in worker' ? 'worker' : 'process',
    ERROR: error,
  })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const rows = ingestion.accepted.map(({ tags, data: { baseType, baseData } }) => {
    const { name = baseData.message, exceptions: [exception] = [], severityLevel } = baseData
    expect(baseType === 'RemoteDependencyData' || tags['ai.operation.name'] === 'GET /orders/:id').toBe(true)
    return `${baseType} ${exception?.typeName ?? name} ${severityLevel}`
  })
  expect(rows.filter((row) => !row.startsWith('RemoteDependency')).sort()).toEqual([
    'ExceptionData RangeError 3',
    'MessageData request errored 3',
    'RequestData GET /orders/:id undefined',
  ])
})
