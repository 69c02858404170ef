import { startIngestion } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { consumerOfNewestSdk, consumerWithTools } from '../src/consumer'
import { installedFiles } from '../src/installed-files'
import { nodeBinary } from '../src/node-binary'
import { run } from '../src/run'
import { VERSIONS } from '../src/versions'
import { store } from './store'

const [NODE_20, NODE_22, NODE_24] = VERSIONS.node

it.each([
  ['sdk-trace-1', NODE_20, consumerWithTools],
  ['sdk-trace-2', NODE_20, consumerWithTools],
  ['sdk-trace-3', NODE_22, consumerOfNewestSdk],
  ['sdk-trace-3', NODE_24, consumerOfNewestSdk],
])('exports spans of %s on Node %s', async (sdk, nodeVersion, consumerWith) => {
  await using ingestion = await startIngestion()
  const consumer = consumerWith(store)
  const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString, OTEL_SERVICE_NAME: 'shop' }
  const ended = await run(consumer, nodeBinary(nodeVersion), ['sdk.cjs', sdk], env)
  expect(ended).toEqual({ code: 0, stdout: 'azmon=99.9999\n', stderr: '' })

  const rows = Object.fromEntries(ingestion.accepted.map((envelope) => [envelope.data.baseType, envelope]))
  const { RequestData: request, RemoteDependencyData: charge, ExceptionData: exception } = rows
  expect(ingestion.accepted).toHaveLength(3)
  expect(request?.data.baseData).toMatchObject({ name: 'GET', responseCode: '503', success: false, properties: {} })
  expect(charge?.data.baseData).toMatchObject({ name: 'charge', type: 'InProc', duration: '00:00:00.8765440' })
  expect(charge?.time).toBe('2023-11-14T22:13:20.123456Z')
  expect(charge?.tags['ai.operation.parentId']).toBe(request?.data.baseData.id)
  expect(exception?.tags['ai.operation.parentId']).toBe(charge?.data.baseData.id)
  expect(exception?.data.baseData.exceptions).toMatchObject([{ typeName: 'RangeError', message: 'expired in 03/24' }])
  expect(new Set(ingestion.accepted.map(({ sampleRate }) => sampleRate))).toEqual(new Set([99.9999]))
})

// A user of a newer copy would not see the tracer of an older one.
it('shares one copy of the API with the newest SDK', () => {
  const places = installedFiles(consumerOfNewestSdk(store)).filter(({ owner }) => owner === '@opentelemetry/api')
  expect(new Set(places.map(({ place }) => place)).size).toBe(1)
})
