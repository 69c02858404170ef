import { describe, expect, it } from '@jest/globals'
import { FormData as UndiciFormData, Headers as UndiciHeaders, fetch as undiciFetch } from 'undici'
import { webContent } from '../../src/envelope/web-objects'

const form = (Class: typeof FormData) => {
  const data = new Class()
  data.append('name', 'Ada')
  data.append('tag', 'a')
  data.append('tag', 'b')
  return data
}

describe('the content of an object of the Web', () => {
  const headers = new Headers({ accept: '*/*' })
  const reason = new Error('stopped')

  it.each<[string, object, unknown]>([
    [
      'Headers',
      new Headers([
        ['a', '1'],
        ['set-cookie', 'b'],
        ['set-cookie', 'c'],
      ]),
      { a: '1', 'set-cookie': ['b', 'c'] },
    ],
    ['Headers of a library', new UndiciHeaders({ a: '1' }), { a: '1' }],
    ['FormData', form(FormData), { name: 'Ada', tag: ['a', 'b'] }],
    ['FormData of a library', form(UndiciFormData as never), { name: 'Ada', tag: ['a', 'b'] }],
    ['URLSearchParams', new URLSearchParams({ page: '2', q: 'a b' }), '?page=2&q=a+b'],
    [
      'a Request',
      new Request('https://a.example/b', { method: 'POST' }),
      { method: 'POST', url: 'https://a.example/b' },
    ],
    ['a Response', new Response('x', { status: 404, statusText: 'No' }), { status: 404, statusText: 'No', url: '' }],
    ['a Blob', new Blob(['abc'], { type: 'text/plain' }), { size: 3, type: 'text/plain' }],
    ['an AbortSignal', AbortSignal.abort(reason), { aborted: true, reason }],
    ['an AbortController', new AbortController(), { signal: expect.any(AbortSignal) }],
    ['a stream', new ReadableStream(), { locked: false }],
    ['an event', new Event('close'), { type: 'close' }],
    ['a custom event', new CustomEvent('order', { detail: { id: 7 } }), { type: 'order', detail: { id: 7 } }],
    ['a promise', Promise.resolve(1), '[Promise]'],
    ['a WeakMap', new WeakMap(), '[WeakMap]'],
  ])('%s', (_, value, content) => {
    expect(webContent(value)).toEqual(
      typeof content === 'string' ? content : expect.objectContaining(content as object),
    )
  })

  it('has the headers of a request and a response, which have content, too', () => {
    const contents = [new Request('https://a.example', { headers }), new Response(null, { headers })].map(webContent)
    expect(contents.map((content) => webContent((content as { headers: object }).headers))).toEqual([
      { accept: '*/*' },
      { accept: '*/*' },
    ])
  })

  it('has the first thousand entries', () => {
    const many = new FormData()
    for (let i = 0; i < 1_500; i++) many.append(`field-${i}`, 'x')
    expect(Object.keys(webContent(many) as object)).toHaveLength(1_000)
  })

  it.each<[string, object]>([
    ['a plain object', { a: 1 }],
    ['a plain object with a tag of its own', { [Symbol.toStringTag]: 'Headers', a: 1 }],
    ['an object without a prototype', Object.create(null)],
    ['an instance of a class', new (class Order {})()],
    ['an object of another kind that has fields', Object.assign(Promise.resolve(), { id: 7 })],
    [
      'headers that are none',
      new (class {
        readonly [Symbol.toStringTag] = 'Headers'
      })(),
    ],
    [
      'an object whose tag cannot be read',
      new (class {
        get [Symbol.toStringTag](): string {
          throw new Error('no')
        }
      })(),
    ],
  ])('is undefined for %s', (_, value) => {
    expect(webContent(value)).toBeUndefined()
  })
})

it('is found in a response that a library has received', async () => {
  const response = await undiciFetch('data:text/plain,x')
  expect(webContent(response)).toMatchObject({ status: 200 })
})
