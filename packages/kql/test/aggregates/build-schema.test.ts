import { describe } from '@jest/globals'
import { itAnswers, itNames } from '../cases'

describe('buildschema describes the types of dynamic values', () => {
  itAnswers([
    [
      `datatable(d: dynamic)[dynamic({"a": 1, "b": "x"}), dynamic({"b": 2.5, "c": true})] | summarize buildschema(d)`,
      [[{ a: 'long', b: ['string', 'double'], c: 'bool' }]],
    ],
    [
      `datatable(d: dynamic)[dynamic({"a": [1, "x"]}), dynamic({"a": {"k": [1.5]}})] | summarize buildschema(d)`,
      [[{ a: { k: { '`indexer`': 'double' }, '`indexer`': ['long', 'string'] } }]],
    ],
    [
      `datatable(k: string, d: dynamic)['x', dynamic(1), 'y', dynamic("a"), 'x', dynamic("b")] | summarize buildschema(d) by k`,
      [
        ['x', ['long', 'string']],
        ['y', 'string'],
      ],
    ],
    [`print d = dynamic({"a.b": 1, "q\\"q": 2}) | summarize buildschema(d)`, [[{ 'a.b': 'long', 'q"q': 'long' }]]],
    [`print d = dynamic(null) | summarize buildschema(d)`, [[null]]],
    [
      `print d = dynamic([{"f": [{"line": 1}]}]) | summarize buildschema(d)`,
      [[{ '`indexer`': { f: { '`indexer`': { line: 'long' } } } }]],
    ],
  ])
  itNames([[`print d = dynamic(1) | summarize buildschema(d)`, ['schema_d']]])
})
