import { describe } from '@jest/globals'
import { itAnswers, itEvaluates, itRefuses } from '../cases'

describe('members and elements', () => {
  itEvaluates([
    [`dynamic({"a": 1}).a`, 1],
    [`dynamic({"a b": 1})['a b']`, 1],
    [`dynamic({"a": [1, 2]}).a[-1]`, 2],
    [`dynamic([1, 2])[5]`, null],
    [`dynamic({"a": 1}).b`, null],
    [`dynamic({"a": {"b": {"c": "x"}}}).a.b.c`, 'x'],
    [`dynamic({"$x": 1})['$x']`, 1],
    [`dynamic({"a": "x"}).a == 'x'`, true],
    [`dynamic({"a": "2"}).a == 2`, true],
  ])
  itAnswers([[`datatable(d: dynamic, k: string, i: long)[dynamic({"a": [5]}), 'a', 0] | project d[k][i]`, [[5]]]])
})

describe('bags that are packed and merged', () => {
  itEvaluates([
    [
      `bag_pack('a', 1, 'b', dynamic([1]), 'c', datetime(2020-01-01), 'd', int(null), 'e', 1h)`,
      { a: 1, b: [1], c: '2020-01-01T00:00:00.0000000Z', d: null, e: '01:00:00' },
    ],
    [`bag_merge(dynamic({"a": 1}), dynamic({"a": 2, "b": 3}), dynamic(null))`, { a: 1, b: 3 }],
    [`bag_keys(dynamic({"b": 1, "a": 2}))`, ['b', 'a']],
    [`bag_keys(dynamic([]))`, null],
    [`bag_zip(dynamic(['a', 'b']), dynamic([1]))`, { a: 1, b: null }],
    [`bag_zip(dynamic(['a']), dynamic([1, 2]))`, { a: 1 }],
  ])
  itAnswers([
    [`print a = 1, b = '' | project pack_all()`, [[{ a: 1, b: '' }]]],
    [`print a = 1, b = '' | project pack_all(true)`, [[{ a: 1 }]]],
    [`print a = 1, b = 2, c = 3 | project bag_pack_columns(a, c)`, [[{ a: 1, c: 3 }]]],
  ])
})

describe('functions of keys take names and paths', () => {
  itEvaluates([
    [`bag_has_key(dynamic({"a": {"b": 1}}), '$.a.b')`, true],
    [`bag_has_key(dynamic({"a": 1}), 'b')`, false],
    [`bag_remove_keys(dynamic({"a": 1, "b": null, "c": 2}), dynamic(['a', 'x']))`, { b: null, c: 2 }],
    [`bag_remove_keys(dynamic({"a": {"b": 1, "c": 2}}), dynamic(['$.a.b', '$.x.y']))`, { a: { c: 2 } }],
    [`bag_remove_keys(dynamic({"a b": {"c": 1}}), dynamic(["$['a b'].c"]))`, { 'a b': {} }],
    [`bag_set_key(dynamic({"a": 1}), 'a', dynamic({"x": null}))`, { a: { x: null } }],
    [`bag_set_key(dynamic({"a": {"b": 1}}), '$.a.c', 2)`, { a: { b: 1, c: 2 } }],
    [`bag_set_key(dynamic([]), 'a', 1)`, null],
    [`extract_json('$.a.b', '{"a": {"b": "3"}}', typeof(long))`, 3],
    [`extract_json("$['a b'][0]", '{"a b": ["x"]}')`, 'x'],
    [`extract_json('$.a', 'garbage')`, ''],
  ])
  itRefuses([
    [`print extract_json('$..a', '')`, 'ARGUMENTS', 'is not a supported JSON path'],
    [`print bag_set_key(dynamic({}), '$.a[0]', 1)`, 'ARGUMENTS', 'is not a path of names'],
  ])
})

describe('dynamic_to_json() sorts the members at all levels', () => {
  itEvaluates([
    [`dynamic_to_json(dynamic({"b": [{"d": 1, "c": 2}], "a": 3}))`, '{"a":3,"b":[{"c":2,"d":1}]}'],
    [`dynamic_to_json(dynamic("x"))`, '"x"'],
    [`dynamic_to_json(dynamic(null))`, ''],
  ])
})
