import { describe, expect, it } from '@jest/globals'
import { compile, type KqlValue, type QueryParameter } from '../../src'
import { itAnswers, itNames, itRefuses } from '../cases'
import { runKql } from '../run-kql'

describe('a query has statements before its result', () => {
  itAnswers([
    [`declare query_parameters(p: string = 'x', n: long = 5); print a = p, b = n`, [['x', 5]]],
    [`declare query_parameters(t: timespan = 1h); print a = t`, [['01:00:00']]],
    [`set notruncation; set query_take_max_records = 5; print a = 1`, [[1]]],
    [`let restrict = 1; print a = restrict`, [[1]]],
    [`; ; print a = 1;`, [[1]]],
  ])
  itNames([
    [`declare query_parameters(p: real = 5); print x = 1 | summarize percentile(x, p)`, ['percentile_x_5']],
    [`let p = 95; print x = 1 | summarize percentile(x, p)`, ['percentile_x_95']],
    [
      `let f = (T: (x: long), p: real) { T | summarize percentile(x, p) }; f((print x = 1), 99.5)`,
      ['percentile_x_99_5'],
    ],
    [`let f = (T: (x: long), p: int) { T | summarize percentile(x, p) }; f((print x = 1), 90)`, ['percentile_x_90']],
  ])
  itRefuses([
    [`declare query_parameters(p: string); print p`, 'ARGUMENTS', 'The parameter p needs a value'],
    [`restrict access to (requests); print 1`, 'UNSUPPORTED', 'Leave it out'],
    [`alias database d = cluster('x').database('y'); print 1`, 'UNSUPPORTED', 'There is only one database'],
    [`declare pattern p; print 1`, 'UNSUPPORTED', 'Use let'],
    [`print 1; print 2`, 'SYNTAX', 'A query can have only one result'],
  ])
})

it('returns the settings of a query, which its caller applies', () => {
  const text = `set truncationmaxrecords=10000; set notruncation; set a="b;c"; set servertimeout = 90s; set b=time(1h); print 1`
  const compiled = compile(text, {})
  expect('settings' in compiled && [...compiled.settings]).toEqual([
    ['truncationmaxrecords', '10000'],
    ['notruncation', 'true'],
    ['a', 'b;c'],
    ['servertimeout', '00:01:30'],
    ['b', '01:00:00'],
  ])
})

describe('a declared parameter has the value that is given with the query', () => {
  it.each<readonly [type: string, given: QueryParameter, value: KqlValue]>([
    ['string', 'checkout', 'checkout'],
    ['string', '"check\\tout"', 'check\tout'],
    ['string', "'a'", 'a'],
    ['string', '5', '5'],
    ['string', '', ''],
    ['string', 'null', 'null'],
    ['string', 'long(null)', 'long(null)'],
    ['string', "it's 'quoted'", "it's 'quoted'"],
    ['string', "'; requests", "'; requests"],
    ['long', 5, 5],
    ['long', '-5', -5],
    ['long', 'long(7)', 7],
    ['long', 'int(7)', 7],
    ['long', 'long(null)', null],
    ['long', null, null],
    ['int', 2147483647, 2147483647],
    ['real', 5, 5],
    ['real', 'real(2.5)', 2.5],
    ['real', 'long(2)', 2],
    ['decimal', '1.25', '1.25'],
    ['bool', true, true],
    ['bool', 'bool(false)', false],
    ['bool', 'true', true],
    ['datetime', 'datetime(2021-02-03)', '2021-02-03T00:00:00.0000000Z'],
    ['datetime', '2021-02-03T04:05:06.1234567Z', '2021-02-03T04:05:06.1234567Z'],
    ['timespan', '1h', '01:00:00'],
    ['timespan', 'time(2.03:00:00)', '2.03:00:00'],
    ['timespan', '00:00:05', '00:00:05'],
    ['guid', '74BE27DE-1E4E-49D9-B579-FE0B331D3642', '74be27de-1e4e-49d9-b579-fe0b331d3642'],
    ['dynamic', ['a', 1], ['a', 1]],
    ['dynamic', { a: { b: true } }, { a: { b: true } }],
    ['dynamic', 'dynamic(["a", 1])', ['a', 1]],
    ['dynamic', '["a", 1]', ['a', 1]],
    ['dynamic', 'plain', 'plain'],
  ])('p: %s with %j is %j', async (type, given, value) => {
    const { rows, types } = await runKql(
      `declare query_parameters(p: ${type}); print p`,
      {},
      { parameters: { p: given } },
    )
    expect(rows).toEqual([[value]])
    expect(types).toEqual([type])
  })

  it('is used instead of the default', async () => {
    const query = 'declare query_parameters(n: long = 1, m: long = 2); print n, m'
    expect((await runKql(query, {}, { parameters: { n: 5 } })).rows).toEqual([[5, 2]])
  })

  it('ignores values of parameters that the query does not declare', async () => {
    expect((await runKql('print 1', {}, { parameters: { p: 'x' } })).rows).toEqual([[1]])
  })

  it('is a constant wherever an operator needs one', async () => {
    const query =
      'declare query_parameters(n: long, p: real); range x from 1 to 9 step 1 | take n | summarize percentile(x, p)'
    expect(await runKql(query, {}, { parameters: { n: 3, p: 50 } })).toMatchObject({
      names: ['percentile_x_50'],
      rows: [[2]],
    })
  })

  it.each<readonly [type: string, given: QueryParameter, got: string]>([
    ['long', 'many', '"many"'],
    ['long', 1.5, '1.5'],
    ['int', 2147483648, '2147483648'],
    ['long', 'real(1.5)', '"real(1.5)"'],
    ['long', true, 'true'],
    ['long', [1], '[1]'],
    ['string', 5, '5'],
    ['string', ['a'], '["a"]'],
    ['bool', 1, '1'],
    ['datetime', 'yesterday', '"yesterday"'],
    ['datetime', 'now()', '"now()"'],
    ['datetime', 5, '5'],
    ['timespan', 5, '5'],
    ['timespan', '5', '"5"'],
    ['bool', 'long(1)', '"long(1)"'],
    ['guid', 'x', '"x"'],
  ])('p: %s is refused with %j', (type, given, got) => {
    const refused = () => compile(`declare query_parameters(p: ${type}); print p`, {}, { parameters: { p: given } })
    expect(refused).toThrow(`The parameter p must be a ${type}, got ${got}.`)
    expect(refused).toThrow(expect.objectContaining({ code: 'TYPE', line: 1 }))
  })
})
