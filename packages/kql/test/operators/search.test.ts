import { describe } from '@jest/globals'
import { itAnswers, itNames, itRefuses } from '../cases'

const T = `let T = datatable(s: string, n: long)['alpha beta', 1, 'gamma', 20]; let U = datatable(s: string)['beta'];`

describe('search looks for terms in any column', () => {
  itAnswers([
    [`${T} T | search 'beta' | project n`, [[1]]],
    [`${T} T | search 'bet*' | project n`, [[1]]],
    [`${T} T | search '*mma' | project n`, [[20]]],
    [`${T} T | search '20' | project s`, [['gamma']]],
    [`${T} T | search kind=case_sensitive 'Beta' | count`, [[0]]],
    [`${T} T | search s: 'gamma' | project n`, [[20]]],
    [`${T} T | search s: 'gam*' and n: '20' | project n`, [[20]]],
    [`${T} T | search n: 'gamma' | count`, [[0]]],
    [`${T} T | search missing: 'gamma' | count`, [[0]]],
    [`${T} T | search 'Al*beta' | project n`, [[1]]],
    [`${T} T | search 'al*bet' | count`, [[0]]],
    [`${T} T | search '*pha*bet*' | project n`, [[1]]],
    [`${T} T | search * | count`, [[2]]],
    [`${T} T | search 'alpha' and 'beta' | count`, [[1]]],
    [`${T} T | search 'alpha' or n == 20 | count`, [[2]]],
    [`${T} T | where * has 'beta' | count`, [[1]]],
  ])
  itRefuses([
    [`${T} T | where s: 'gamma'`, 'SYNTAX', 'Use has instead'],
    [`${T} T | search s: n`, 'SYNTAX', 'A term is expected after `:`'],
    [`${T} T | search strcat(s): 'x'`, 'SYNTAX', 'name of a column'],
  ])
  itNames([[`${T} search in (T, U) 'beta'`, ['$table', 's', 'n']]])
})
