import { expect, it } from '@jest/globals'
import { duration, number, pairs, severity, success, text } from '../../src/page/content'

it('formats values and leaves cells of missing ones empty', () => {
  expect(number(1234.5678).html).toBe('1,234.568')
  expect(duration(1500).html).toBe('1,500 ms')
  expect([number(null), duration(null), severity(null)].map(({ html }) => html)).toEqual([null, null, null])
  expect(text('').html).toBe('')
})

it('styles a severity by its name and a success by its value', () => {
  expect(severity(2)).toEqual({ style: 'warning', html: 'Warning' })
  expect([success('True').style, success('False').style]).toEqual(['good', 'bad'])
})

it('escapes keys and values of pairs', async () => {
  expect(String(await pairs({ '<b>': '"' }).html)).toBe('<div><b>&lt;b&gt;</b> = &quot;</div>')
})
