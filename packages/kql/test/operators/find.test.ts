import { describe } from '@jest/globals'
import { itAnswers, itNames, itRefuses } from '../cases'

const TABLES = `let A = datatable(id: string, level: long, text: string, version: string)['x', 3, 'failed', 'v1', 'y', 1, 'ok', 'v2'];
  let B = datatable(id: string, level: long, text: string, event: string)['x', 3, 'late', 'E1', 'z', 3, 'lost', ''];
  let C = datatable(other: string)['x'];`

describe('find returns rows of several tables', () => {
  itAnswers([
    [
      `${TABLES} find in (A, B) where id == 'x' and level == 3 project text, version, event, pack_all()`,
      [
        ['A', 'failed', 'v1', '', { id: 'x', level: 3 }],
        ['B', 'late', '', 'E1', { id: 'x', level: 3 }],
      ],
    ],
    [
      `${TABLES} find in (A, B) where id == 'x'`,
      [
        ['A', 'x', 3, 'failed', { version: 'v1' }],
        ['B', 'x', 3, 'late', { event: 'E1' }],
      ],
    ],
    [
      `${TABLES} find in (A, B) where version == 'v1' or event == 'E1' project id, version, event`,
      [
        ['A', 'x', 'v1', ''],
        ['B', 'x', '', 'E1'],
      ],
    ],
    [`${TABLES} find in (A, C) where other == 'x' project other`, [['C', 'x']]],
    [`${TABLES} find in (A, B) where level == 3 project level: string, pack(*) | take 1 | project level`, [['3']]],
    [`${TABLES} find in (A, B) where id == 'z' project pack_all()`, [['B', { id: 'z', level: 3, text: 'lost' }]]],
    [`${TABLES} find in (A, B, C) where * has 'late' project text | project text`, [['late']]],
    [`${TABLES} find in (A, B) 'lost' | project source_, id`, [['B', 'z']]],
    [`${TABLES} find in (A, (B | where event == '')) where level == 3 project id | count`, [[2]]],
  ])
  itNames([
    [`${TABLES} find in (A, B) where version == 'v1'`, ['source_', 'id', 'level', 'text', 'version', 'pack_']],
    [`${TABLES} find withsource=table in (A, B) where level == 3 project id`, ['table', 'id']],
    [`${TABLES} find in (A, B) where id == 'x' project-smart`, ['source_', 'id', 'level', 'text', 'pack_']],
  ])
  itRefuses([
    [`${TABLES} find in (A, B) where other == 'x'`, 'UNKNOWN_COLUMN', 'No table has a column of this condition'],
    [`${TABLES} find in (A, D) where id == 'x'`, 'UNKNOWN_TABLE', 'There is no table D'],
  ])
})
