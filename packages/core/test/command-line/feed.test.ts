import { PassThrough, Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, it } from '@jest/globals'
import { feed } from '../../src/command-line/feed'

it('feed writes the whole input to each output', async () => {
  const outputs = [new PassThrough(), new PassThrough()]
  expect(await feed(Readable.from(['a', 'b']), outputs)).toBeUndefined()
  for (const output of outputs) output.end()
  expect(await Promise.all(outputs.map(text))).toEqual(['ab', 'ab'])
})

it('feed waits for the slowest output', async () => {
  let goOn = () => {}
  const slow = new Writable({
    write: (_chunk, _encoding, done) => {
      goOn = done
    },
  })
  let read = 0
  const input = Readable.from(
    (function* () {
      for (; read < 3; read++) yield 'x'
    })(),
    { highWaterMark: 1 },
  )
  const fed = feed(input, [slow, new PassThrough()])
  await new Promise(setImmediate)
  expect(read).toBeLessThan(3)
  while (read < 3) {
    goOn()
    await new Promise(setImmediate)
  }
  goOn()
  expect(await fed).toBeUndefined()
})

it('feed resolves with the error of the input, unless its terminal was closed', async () => {
  const breaksOff = (code: string) => {
    const input = new PassThrough()
    input.write('so far')
    setImmediate(() => input.destroy(Object.assign(new Error('broken'), { code })))
    return input
  }
  const output = new PassThrough()
  expect(await feed(breaksOff('ECONNRESET'), [output])).toMatchObject({ message: 'broken' })
  expect(await feed(breaksOff('EIO'), [output])).toBeUndefined()
  output.end()
  expect(await text(output)).toBe('so farso far')
})
