import { describe, expect, it } from '@jest/globals'
import { itAnswers, itNames, itRefuses } from '../cases'
import { runKql } from '../run-kql'

const ROWS = `datatable(k: string, v: long, w: string)['a', 1, 'p', 'a', 5, '', 'b', 2, 'r']`

describe('arg_max() and arg_min() give the columns of one row', () => {
  itAnswers([
    [
      `${ROWS} | summarize arg_max(v, *) by k`,
      [
        ['a', 5, ''],
        ['b', 2, 'r'],
      ],
    ],
    [
      `${ROWS} | summarize arg_min(v, w) by k`,
      [
        ['a', 1, 'p'],
        ['b', 2, 'r'],
      ],
    ],
    [`${ROWS} | summarize arg_max(v, *)`, [[5, 'a', '']]],
    [`${ROWS} | summarize arg_max(w, v)`, [['r', 2]]],
    [`datatable(t: long, x: long)[1, 5, 2, long(null)] | summarize arg_max(t, x)`, [[2, null]]],
    [`${ROWS} | take 0 | summarize arg_max(v, w)`, [[null, '']]],
  ])
  itNames([
    [`${ROWS} | summarize arg_max(v, *) by k`, ['k', 'v', 'w']],
    [`${ROWS} | summarize arg_max(v, w), arg_min(v, w)`, ['v', 'w', 'v1', 'w1']],
    [`${ROWS} | summarize (x, y) = arg_max(v, w)`, ['x', 'y']],
    [`${ROWS} | summarize x = arg_max(v, w)`, ['x', 'w']],
    [`${ROWS} | summarize arg_max(v + 1, w)`, ['max_', 'w']],
    [`${ROWS} | summarize argmax(v, w), argmin(v, w)`, ['max_v', 'max_v_w', 'min_v', 'min_v_w']],
  ])
  itRefuses([
    [`${ROWS} | summarize x = arg_max(v, w) + 1`, 'UNSUPPORTED', 'it cannot be part of an expression'],
    [`print d = dynamic(1) | summarize arg_max(d)`, 'ARGUMENTS', 'needs a value to compare'],
  ])
})

describe('take_any() prefers values that are not empty', () => {
  itAnswers([
    [`datatable(s: string, v: long)['', long(null), 'x', 1] | summarize take_any(s), take_any(v)`, [['x', 1]]],
    [`datatable(s: string, v: long)['x', 1, 'y', 2] | summarize take_anyif(s, v == 2)`, [['y']]],
    [`print s = 'x', v = 1 | summarize strcat(take_any(s), '!')`, [['x!']]],
  ])
  itNames([
    [`print s = 'x', v = 1 | summarize take_any(s, v)`, ['s', 'v']],
    [`print s = 'x', v = 1 | summarize take_any(*) by v`, ['v', 's']],
    [`print s = 'x', v = 1 | summarize any(s), anyif(v, true)`, ['any_s', 'anyif_v']],
  ])
})

it('warns about deprecated names of aggregates', async () => {
  const { names, warnings } = await runKql('print x = 1 | summarize makelist(x), makeset(x)')
  expect(names).toEqual(['list_x', 'set_x'])
  expect(warnings).toEqual([
    'makelist() is a deprecated name of make_list().',
    'makeset() is a deprecated name of make_set().',
  ])
})
