import { expect, it } from '@jest/globals'
import { levelsLabel } from '../../../web/src/state/levels'

it.each([
  [['info', 'warn', 'error', 'critical'], 'info and above'],
  [['critical', 'error'], 'error and above'],
  [['warn', 'info'], 'warn, info'],
  [['critical'], 'critical'],
])('names %j as %s', (names, expected) => {
  expect(levelsLabel(names)).toBe(expected)
})
