import { afterEach, beforeEach, expect, it, jest } from '@jest/globals'
import { Intake, type Trackable } from '../../src/client/intake'
import { Diagnostics } from '../../src/diagnostics/diagnostics'
import type { Envelope } from '../../src/envelope/envelope'
import { resolveOptions } from '../../src/options/resolve'
import type { Processor, TelemetryClientOptions } from '../../src/options/telemetry-client-options'
import { Redactor } from '../../src/redaction/redactor'
import { version } from '../../src/version'

const DESTINATION = {
  instrumentationKey: '11111111-2222-4333-8444-555555555555',
  ingestionEndpoint: 'https://own.example',
  tokenScope: 'https://monitor.azure.com/.default',
}

const ENVELOPE: Envelope = {
  time: '2026-03-04T12:00:00.000Z',
  data: { baseType: 'MessageData', baseData: { message: 'hello' } },
}

function anIntake(options: TelemetryClientOptions = {}, processors: readonly Processor[] = []) {
  const diagnostics = new Diagnostics()
  const errors: Error[] = []
  diagnostics.onError((error) => errors.push(error))
  const redactor = new Redactor([], () => {})
  const intake = new Intake(DESTINATION, resolveOptions(options, {}), processors, redactor, diagnostics)
  return { intake, errors }
}

beforeEach(() => {
  jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
})

afterEach(() => {
  jest.restoreAllMocks()
})

it.each<[string, Trackable]>([
  ['an envelope', structuredClone(ENVELOPE)],
  ['a function that returns one', () => structuredClone(ENVELOPE)],
])('%s becomes an item with the key and the tags of the client', (_, envelope) => {
  const options = { cloudRole: 'shop', cloudRoleInstance: 'shop-1', applicationVersion: '1.2.3' }
  const result = anIntake(options).intake.process(envelope)
  expect(result.kind === 'serialized' && JSON.parse(result.item.json)).toMatchObject({
    iKey: DESTINATION.instrumentationKey,
    tags: {
      'ai.cloud.role': 'shop',
      'ai.cloud.roleInstance': 'shop-1',
      'ai.application.ver': '1.2.3',
      'ai.internal.sdkVersion': `azmon:${version}`,
    },
    data: ENVELOPE.data,
  })
})

it('an item has no version of the application if none is configured', () => {
  const result = anIntake().intake.process(structuredClone(ENVELOPE))
  expect(result.kind === 'serialized' && result.item.json).not.toContain('ai.application.ver')
})

it('an item that cannot be made is unreadable, and its error is reported', () => {
  const { intake, errors } = anIntake()
  const bug = new Error('bug')
  const throwing = () => {
    throw bug
  }
  expect(intake.process(throwing)).toEqual({ kind: 'unreadable' })
  expect(errors).toEqual([bug])
  expect(anIntake().intake.process(undefined as never)).toEqual({ kind: 'unreadable' })
})

it('an item is kept, and the error reported, if a processor throws', () => {
  const bug = new Error('bug')
  const throwing: Processor = () => {
    throw bug
  }
  const { intake, errors } = anIntake({}, [throwing])
  expect(intake.process(structuredClone(ENVELOPE)).kind).toBe('serialized')
  expect(errors).toEqual([bug])
})

it('preserialized traces are accepted if nothing could drop or change them', () => {
  expect(anIntake().intake.acceptsPreserialized).toBe(true)
  expect(anIntake({ samplingRatio: 0.5 }).intake.acceptsPreserialized).toBe(false)
  expect(anIntake({}, [() => true]).intake.acceptsPreserialized).toBe(false)
})
