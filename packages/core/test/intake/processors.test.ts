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

  it('drop the item by returning false, and then nobody else sees it', () => {
    let sawIt = false
    const last: Processor = () => {
      sawIt = true
    }
    expect(run(() => false, last).result).toBe(false)
    expect(sawIt).toBe(false)
  })

  it.each([undefined, null, 0, '', true, {}])('keep it by returning %p', (result) => {
    expect(run(() => result).result).toEqual(anEnvelope())
  })

  it.each<[string, Processor]>([
    [
      'throws half-way',
      (envelope) => {
        envelope.time = 'broken'
        delete envelope.data.baseData.properties?.['a']
        throw new Error('no')
      },
    ],
    [
      'leaves no data',
      (envelope) => {
        Reflect.set(envelope, 'data', null)
      },
    ],
    [
      'leaves no time',
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
  ])('leave the item as it was before one that %s', (_, processor) => {
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
    ['itself', 'module.exports = () => false'],
    ['its default', 'exports.default = () => false'],
    ['its processor', 'exports.processor = () => false'],
  ])('may be %s', (name, code) => {
    const [processor] = loadProcessors([module(`${name.replaceAll(' ', '-')}.cjs`, code)])
    expect(processor?.(anEnvelope())).toBe(false)
  })

  it.each([
    ['is not there', './nowhere.cjs', 'cannot be loaded'],
    ['does not load', module('broken.cjs', 'throw new Error("in the module")'), 'in the module'],
    ['exports no function', module('empty.cjs', 'exports.other = 1'), 'must export a function'],
  ])('that %s is a ConfigurationError', (_, path, words) => {
    expect(() => loadProcessors([path])).toThrow(ConfigurationError)
    expect(() => loadProcessors([path])).toThrow(words)
  })
})
