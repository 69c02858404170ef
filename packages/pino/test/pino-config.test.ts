import { EventEmitter } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { expect, it } from '@jest/globals'
import pino from 'pino'
import { onPinoConfig, type PinoConfig, untilConfigured } from '../src/pino-config'
import { Lines } from './lines'

it('a logger reports its keys and levels', () => {
  const lines = new Lines()
  const configs: PinoConfig[] = []
  onPinoConfig(lines, (config) => configs.push(config))
  pino({ messageKey: 'text', errorKey: 'failure', customLevels: { audit: 35 } }, lines)
  expect(configs).toEqual([
    expect.objectContaining({
      messageKey: 'text',
      errorKey: 'failure',
      levels: expect.objectContaining({ values: expect.objectContaining({ audit: 35, info: 30 }) }),
    }),
  ])
})

it('other messages are ignored, and all after listening has stopped', () => {
  const source = new EventEmitter()
  const configs: PinoConfig[] = []
  const stop = onPinoConfig(source, (config) => configs.push(config))
  for (const message of [undefined, 'PINO_CONFIG', { code: 'EVENT', config: {} }, { code: 'PINO_CONFIG' }]) {
    source.emit('message', message)
  }
  expect(configs).toEqual([])
  stop()
  source.emit('message', { code: 'PINO_CONFIG', config: {} })
  expect(configs).toEqual([])
  expect(source.listenerCount('message')).toBe(0)
})

it('a worker waits for the configuration', async () => {
  const { port1, port2 } = new MessageChannel()
  const configured = untilConfigured(port2)
  port1.postMessage({ code: 'PINO_CONFIG', config: { messageKey: 'text' } })
  expect(await configured).toEqual({ messageKey: 'text' })
  expect(port2.listenerCount('message')).toBe(0)
  port1.close()
})

it('a worker that gets no configuration has an empty one after a second', async () => {
  const { port1, port2 } = new MessageChannel()
  const startedMs = performance.now()
  expect(await untilConfigured(port2)).toEqual({})
  expect(performance.now() - startedMs).toBeGreaterThan(900)
  port1.close()
})
