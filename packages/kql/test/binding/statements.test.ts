import { describe } from '@jest/globals'
import { itAnswers, itNames, itRefuses } from '../cases'

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
  ])
  itRefuses([
    [`declare query_parameters(p: string); print p`, 'ARGUMENTS', 'The parameter p needs a value'],
    [`restrict access to (requests); print 1`, 'UNSUPPORTED', 'Leave it out'],
    [`alias database d = cluster('x').database('y'); print 1`, 'UNSUPPORTED', 'There is only one database'],
    [`declare pattern p; print 1`, 'UNSUPPORTED', 'Use let'],
    [`print 1; print 2`, 'SYNTAX', 'A query can have only one result'],
  ])
})
