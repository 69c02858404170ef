import { describe } from '@jest/globals'
import { itEvaluates } from '../cases'

describe('has looks for terms of letters and digits in every script', () => {
  itEvaluates([
    [`'a-b' has 'b'`, true],
    [`'ab' has 'a'`, false],
    [`'a_b' has 'a'`, true],
    [`'a1b' has '1'`, false],
    [`'foo.bar' has 'foo.bar'`, true],
    [`'xfoo.bar' has 'foo.bar'`, false],
    [`'привет мир' has 'МИР'`, true],
    [`'приветмир' has 'мир'`, false],
    [`'東京' has '東'`, false],
    [`'a b' has ' '`, true],
    [`'a b' has ''`, true],
    [`'Ab' has_cs 'ab'`, false],
    [`'abc def' hasprefix 'DE'`, true],
    [`'abc def' hassuffix 'BC'`, true],
    [`'abc def' hasprefix_cs 'DE'`, false],
    [`'a b' !has 'c'`, true],
    [`'a b' has_any ('z', 'B')`, true],
    [`'a b' has_all ('a', 'z')`, false],
    [`'a b' has_any (dynamic(['z', 'b']))`, true],
  ])
})

describe('operators ignore case beyond ASCII, unless they end with _cs', () => {
  itEvaluates([
    [`'ÄÖ' =~ 'äö'`, true],
    [`'ss' =~ 'ß'`, false],
    [`'Ünï' contains 'NÏ'`, true],
    [`'Ünï' contains_cs 'NÏ'`, false],
    [`'abc' startswith 'AB'`, true],
    [`'abc' startswith_cs 'AB'`, false],
    [`'abc' endswith 'BC'`, true],
    [`'a' !~ 'A'`, false],
    [`'x' in~ ('X', 'y')`, true],
    [`'x' in ('X')`, false],
    [`'x' !in~ ('X')`, false],
    [`'a.c' contains '.'`, true],
    [`'100%' contains '%'`, true],
    [`'a_c' startswith 'a_'`, true],
    [`'abc' startswith 'a_'`, false],
    [`'abc' matches regex '^B'`, false],
    [`'abc' matches regex '(?i)^A'`, true],
  ])
})

describe('string operators compare other values as strings', () => {
  itEvaluates([
    [`123 contains '2'`, true],
    [`dynamic({"a": "x y"}) has 'y'`, true],
    [`tostring(int(null)) contains ''`, true],
  ])
})
