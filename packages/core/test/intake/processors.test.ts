import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { ConfigurationError } from '../../src'
import type { Envelope } from '../../src/envelope/envelope'
import { loadProcessors, runProcessors } from '../../src/intake/processors'
import type { Processor } from '../../src/options/telemetry-client-options'

function anEnvelope(): Envelope {
  return {
    time: '2026-01-02T03:04:05.678Z',
    data: { baseType: 'MessageData', baseData: { message: 'hello', properties: { a: '1' } } },
  }
}

function run(...processors: readonly Processor[]): { result: Envelope | false; errors: unknown[] } {
  const errors: unknown[] = []
  return { result: runProcessors(processors, anEnvelope(), (error) => errors.push(error)), errors }
}

const addProperty: Processor = ({ data }) => {
  data.baseData.properties = { ...data.baseData.properties, b: '2' }
}

describe('processors', () => {
  it('change the envelope in order', () => {
    const shout: Processor = ({ data }) => {
      if (data.baseType === 'MessageData') data.baseData.message += Object.keys(data.baseData.properties ?? {}).join('')
    }
    expect(run(addProperty, shout).result).toMatchObject({ data: { baseData: { message: 'helloab' } } })
  })

  it('drop the item by returning false, without a call of the next processor', () => {
    let isCalled = false
    const last: Processor = () => {
      isCalled = true
    }
    expect(run(() => false, last).result).toBe(false)
    expect(isCalled).toBe(false)
  })

  it.each([undefined, null, 0, '', true, {}])('keep the item by returning %p', (result) => {
    expect(run(() => result).result).toEqual(anEnvelope())
  })

  it.each<[string, Processor]>([
    [
      'throws in the middle of its changes',
      (envelope) => {
        envelope.time = 'broken'
        delete envelope.data.baseData.properties?.['a']
        throw new Error('no')
      },
    ],
    [
      'removes the data',
      (envelope) => {
        Reflect.set(envelope, 'data', null)
      },
    ],
    [
      'removes the time',
      (envelope) => {
        Reflect.deleteProperty(envelope, 'time')
      },
    ],
    [
      'is asynchronous',
      async (envelope) => {
        envelope.time = 'too late'
        throw new Error('no')
      },
    ],
  ])('undo the changes of one that %s', (_, processor) => {
    const { result, errors } = run(addProperty, processor)
    expect(result).toMatchObject({
      time: anEnvelope().time,
      data: { baseData: { message: 'hello', properties: { a: '1', b: '2' } } },
    })
    expect(errors).toHaveLength(1)
  })
})

describe('a processor from a module', () => {
  const folder = mkdtempSync(join(tmpdir(), 'azmon-processors-'))
  const module = (name: string, code: string) => {
    const path = join(folder, name)
    writeFileSync(path, code)
    return path
  }

  it.each([
    ['module.exports', 'module.exports = () => false'],
    ['the export default', 'exports.default = () => false'],
    ['the export processor', 'exports.processor = () => false'],
  ])('can be %s', (name, code) => {
    const [processor] = loadProcessors([module(`${name.replaceAll(' ', '-')}.cjs`, code)])
    expect(processor?.(anEnvelope())).toBe(false)
  })

  it.each([
    ['does not exist', './nowhere.cjs', 'cannot be loaded'],
    ['throws', module('broken.cjs', 'throw new Error("in the module")'), 'in the module'],
    ['does not export a function', module('empty.cjs', 'exports.other = 1'), 'must export a function'],
  ])('causes a ConfigurationError if it %s', (_, path, words) => {
    expect(() => loadProcessors([path])).toThrow(ConfigurationError)
    expect(() => loadProcessors([path])).toThrow(words)
  })
})
