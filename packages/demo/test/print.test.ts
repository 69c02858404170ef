import { expect, it } from '@jest/globals'
import { formatTable } from '../src/print'

it('aligns columns and truncates long cells', () => {
  const columns = [
    { heading: 'name', maxWidth: 6, cell: ([name]: readonly string[]) => name ?? '' },
    { heading: 'n', maxWidth: 10, cell: ([, n]: readonly string[]) => n ?? '' },
  ]
  const rows = [
    ['a\nb', '1'],
    ['\x1b[2J', '3'],
    ['very long', '22'],
  ]
  expect(formatTable(columns, rows)).toBe(
    ['  name    n', '  ──────  ──', '  a b     1', '  ?[2J    3', '  very …  22'].join('\n'),
  )
})
