import { expect, it } from '@jest/globals'
import { type Envelope, TelemetryClient, type TelemetryClientOptions } from '../../src'
import { ResourceFields } from '../../src/client/sdk-resource'

const client = new TelemetryClient({ disabled: true })

function withResource(attributes: Readonly<Record<string, unknown>>, options: TelemetryClientOptions = {}) {
  return new ResourceFields(options).addTo(anEnvelope(), { attributes }, client)
}

const anEnvelope = (): Envelope => ({
  time: '2026-01-01T00:00:00.000Z',
  data: { baseType: 'MessageData', baseData: { message: 'a', properties: { 'cloud.region': 'own' } } },
})

const SERVICE = {
  'service.name': 'shop',
  'service.namespace': 'contoso',
  'service.instance.id': 'pod-7',
  'service.version': '1.2.3',
}

it('makes role, instance and version of an item from the service', () => {
  expect(withResource(SERVICE).tags).toEqual({
    'ai.cloud.role': 'contoso.shop',
    'ai.cloud.roleInstance': 'pod-7',
    'ai.application.ver': '1.2.3',
  })
})

it.each([
  [{ 'service.name': 'shop' }, { 'ai.cloud.role': 'shop' }],
  [{ 'service.name': 'unknown_service:node', 'service.namespace': 'contoso' }, {}],
  [{ 'service.namespace': 'contoso' }, {}],
  [{ 'service.name': '', 'service.version': 7 }, {}],
  [
    { 'service.name': 'unknown_service', 'k8s.deployment.name': 'shop', 'k8s.pod.name': 'shop-5d9f' },
    { 'ai.cloud.role': 'shop', 'ai.cloud.roleInstance': 'shop-5d9f' },
  ],
  [{ 'service.name': 'shop', 'k8s.deployment.name': 'other' }, { 'ai.cloud.role': 'shop' }],
])('makes tags of %j only from names of the application or its workload', (attributes, tags) => {
  expect(withResource(attributes).tags).toEqual(tags)
})

it("keeps the option's role, instance and version, and those of the application's own client", () => {
  const options = { cloudRole: 'till', cloudRoleInstance: 'i1', applicationVersion: '9' }
  expect(withResource(SERVICE, options).tags).toEqual({})
  expect(new ResourceFields({ client }).addTo(anEnvelope(), { attributes: SERVICE }, client).tags).toEqual({})
})

it('turns the other attributes into properties, except those about the SDK, the process and the machine', () => {
  const { data } = withResource({
    ...SERVICE,
    'deployment.environment.name': 'staging',
    'cloud.region': 'westeurope',
    team: 'checkout',
    'db.password': 'hunter2',
    'telemetry.sdk.name': 'opentelemetry',
    'process.pid': 7,
    'process.command_args': ['node', '--token=a'],
    'host.name': 'vm',
    'os.type': 'linux',
  })
  expect(data.baseData.properties).toEqual({
    'deployment.environment.name': 'staging',
    'cloud.region': 'own',
    team: 'checkout',
    'db.password': '[redacted]',
  })
})

it('reads a resource again while its detectors are still running', () => {
  const fields = new ResourceFields({})
  const resource = { attributes: {} as Readonly<Record<string, string>>, asyncAttributesPending: true }
  expect(fields.addTo(anEnvelope(), resource, client).tags).toEqual({})
  Object.assign(resource, { attributes: SERVICE, asyncAttributesPending: false })
  expect(fields.addTo(anEnvelope(), resource, client).tags).toMatchObject({ 'ai.cloud.role': 'contoso.shop' })
})
