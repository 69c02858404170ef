import { expect, it } from '@jest/globals'
import { OpenCalls } from '../../src/outgoing/open-calls'
import { aTracer } from '../builders'

function setup() {
  const { tracer, ended } = aTracer()
  const open = new OpenCalls()
  const add = (name: string) => open.add(tracer.startSpan(name), 'http://pay.example/')
  return { open, add, ended, names: () => ended.map(({ name }) => name) }
}

it('ends the calls that are still open, once, with what is known', () => {
  const { open, add, ended } = setup()
  add('complete').complete()
  add('answered').respond(200)
  add('pending')
  open.interrupt()
  open.interrupt()
  expect(ended.map(({ name, attributes, status }) => [name, { ...attributes }, status.code])).toEqual([
    ['complete', {}, 0],
    ['answered', { 'http.response.status_code': 200, interrupted: true }, 0],
    ['pending', { interrupted: true }, 2],
  ])
})

it('completes the calls that have a status, but whose response is never read', () => {
  const { open, add, ended, names } = setup()
  add('still arriving').respond(200)
  add('pending').isHeldUp = true
  const unread = add('unread')
  unread.respond(200)
  unread.isHeldUp = true
  open.completeUnread()
  expect(names()).toEqual(['unread'])
  expect({ ...ended[0]?.attributes }).toEqual({ 'http.response.status_code': 200 })
})

it('ends the oldest call if there are too many', () => {
  const { add, names } = setup()
  for (let i = 0; i < 10_002; i++) add(`call ${i}`)
  expect(names()).toEqual(['call 0', 'call 1'])
})
