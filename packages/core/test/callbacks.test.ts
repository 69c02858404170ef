import { expect, it } from '@jest/globals'
import { Callbacks } from '../src/callbacks'

it('calls every callback until it is removed, even if one of them throws', () => {
  const callbacks = new Callbacks<[name: string]>()
  const called: string[] = []
  const add = (label: string) => callbacks.add((name) => called.push(`${label} ${name}`))
  callbacks.add(() => {
    throw new Error('mine')
  })
  const remove = add('first')
  add('second')
  callbacks.run('a')
  remove()
  callbacks.run('b')
  expect(called).toEqual(['first a', 'second a', 'second b'])
})

it('calls a function as often as it was added', () => {
  const callbacks = new Callbacks<[]>()
  let count = 0
  const countUp = () => {
    count++
  }
  callbacks.add(countUp)
  callbacks.add(countUp)()
  callbacks.run()
  expect(count).toBe(1)
})
