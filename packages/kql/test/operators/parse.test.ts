import { describe } from '@jest/globals'
import { itAnswers, itNames, itRefuses } from '../cases'

describe('parse matches the whole string', () => {
  itAnswers([
    [`print s = 'user=ann, id=5' | parse s with 'user=' user ', id=' id: long | project user, id`, [['ann', 5]]],
    [
      `print s = 'GET /a/b 200' | parse s with verb ' ' path ' ' code: int | project verb, path, code`,
      [['GET', '/a/b', 200]],
    ],
    [`print s = 'x user=ann y' | parse s with * 'user=' user ' ' * | project user`, [['ann']]],
    [`print s = 'nothing' | parse s with 'user=' user ', id=' id: long | project user, id`, [['', null]]],
    [`print s = 'n=abc' | parse s with 'n=' n: long | project n`, [[null]]],
    [`print s = 'n=abc t=x' | parse kind=relaxed s with 'n=' n: real ' t=' t | project n, t`, [[null, 'x']]],
    [`print s = 'a12b' | parse kind=regex s with '[a-z]' n: long '[a-z]' | project n`, [[12]]],
    [`datatable(s: string)['n=1', 'x'] | parse-where s with 'n=' n: long | project n`, [[1]]],
  ])
  itNames([[`print s = 'a', t = 1 | parse s with t 'x' u`, ['s', 't', 'u']]])
})

describe('parse-kv reads keys and values', () => {
  itAnswers([
    [
      `print s = 'a=1, b=x y,c=' | parse-kv s as (a: long, b: string, c: string) with (pair_delimiter=',', kv_delimiter='=') | project a, b, c`,
      [[1, 'x y', '']],
    ],
    [`print s = 'a=1,a=2' | parse-kv s as (a: long) with (pair_delimiter=',', kv_delimiter='=') | project a`, [[1]]],
    [
      `print s = 'a="x, y",b=2' | parse-kv s as (a: string, b: long) with (pair_delimiter=',', kv_delimiter='=', quote='"') | project a, b`,
      [['x, y', 2]],
    ],
    [
      `print s = '(a b)=(x c=9) c=2' | parse-kv s as (['a b']: string, c: long) with (pair_delimiter=' ', kv_delimiter='=', quote='()') | project ['a b'], c`,
      [['x c=9', 2]],
    ],
    [
      String.raw`print s = 'a="say \\"hi\\"" b=1' | parse-kv s as (a: string, b: long) with (pair_delimiter=' ', kv_delimiter='=', quote='"', escape='\\') | project a, b`,
      [['say "hi"', 1]],
    ],
    [
      `print s = 'name=John Doe city=New York' | parse-kv s as (name: string, city: string) with (pair_delimiter=' ', kv_delimiter='=', greedy=true) | project name, city`,
      [['John Doe', 'New York']],
    ],
    [`print s = 'a: 1 | b => x' | parse-kv s as (a: long, b: string) | project a, b`, [[1, 'x']]],
    [
      `print s = "id:5, text: 'the end'" | parse-kv s as (id: long, text: string) with (quote="'") | project id, text`,
      [[5, 'the end']],
    ],
    [
      String.raw`print s = 'k1 -> v1; k2 -> v2' | parse-kv s as (k2: string) with (regex=@'(\w+) -> (\w+)') | project k2`,
      [['v2']],
    ],
    [
      `print s = 'a::1||b::2' | parse-kv s as (a: long, b: long) with (pair_delimiter='||', kv_delimiter='::') | project a, b`,
      [[1, 2]],
    ],
    [
      `print s = 'x' | parse-kv s as (a: long, b: string) with (pair_delimiter=',', kv_delimiter='=') | project a, b`,
      [[null, '']],
    ],
  ])
  itRefuses([
    [`print s = '' | parse-kv s as (a: long) with (pair_delimiter=',')`, 'ARGUMENTS', 'needs both'],
    [`print s = '' | parse-kv s as (a: long) with (delimiter=',')`, 'ARGUMENTS', 'no option delimiter'],
    [`print s = '' | parse-kv s as (a: long) with (greedy=true)`, 'UNSUPPORTED', 'Use regex'],
  ])
})
