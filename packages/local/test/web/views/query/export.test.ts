import { expect, it } from '@jest/globals'
import { toCsv, toJson } from '../../../../web/src/views/query/export'

const columns = [
  { name: 'text', type: 'string' },
  { name: 'n', type: 'long' },
  { name: 'bag', type: 'dynamic' },
]

it('quotes CSV only where it is necessary, and leaves null empty', () => {
  const rows = [
    ['a,"b"\nc', -1, '{"k":1}'],
    [null, null, null],
  ]

  expect(toCsv({ columns, rows })).toBe('text,n,bag\r\n"a,""b""\nc",-1,"{""k"":1}"\r\n,,')
})

it('turns texts that spreadsheets would run as formulas into texts', () => {
  const rows = [['=1+1'], ['@x'], ['-5'], ['+49 30 1']]

  expect(toCsv({ columns: columns.slice(0, 1), rows })).toBe("text\r\n'=1+1\r\n'@x\r\n-5\r\n'+49 30 1")
})

it('writes dynamic values as JSON', () => {
  const rows = [['a', 1, '{"k":[1]}']]

  expect(JSON.parse(toJson({ columns, rows }))).toEqual([{ text: 'a', n: 1, bag: { k: [1] } }])
})
