import { PassThrough, Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, it } from '@jest/globals'
import { feed } from '../../src/cli/feed'

it('brings all of it to each', async () => {
  const outputs = [new PassThrough(), new PassThrough()]
  expect(await feed(Readable.from(['a', 'b']), outputs)).toBeUndefined()
  for (const output of outputs) output.end()
  expect(await Promise.all(outputs.map(text))).toEqual(['ab', 'ab'])
})

it('waits for the slowest', async () => {
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

it('tells where the input broke off, unless a terminal has gone', async () => {
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
