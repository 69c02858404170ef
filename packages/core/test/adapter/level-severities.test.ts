import { expect, it } from '@jest/globals'
import { SEVERITY_OF_LEVEL, severityOfNumber } from '../../src/adapter/level-severities'

it.each([
  [10, 'trace'],
  [20, 'debug'],
  [30, 'info'],
  [40, 'warn'],
  [50, 'error'],
  [60, 'fatal'],
] as const)('the level %i has the severity of %s', (level, name) => {
  expect(severityOfNumber(level)).toBe(SEVERITY_OF_LEVEL[name])
})

it.each([
  [-1, 0],
  [29.9, 0],
  [39, 1],
  [49, 2],
  [59, 3],
  [1_000, 4],
])('the level %d between or beyond them has the severity %i', (level, severity) => {
  expect(severityOfNumber(level)).toBe(severity)
})

it.each([
  ['npm', ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly']],
  ['syslog', ['emerg', 'alert', 'crit', 'error', 'warning', 'notice', 'info', 'debug']],
  ['cli', ['error', 'warn', 'help', 'data', 'info', 'debug', 'prompt', 'verbose', 'input', 'silly']],
  ['pino', ['fatal', 'error', 'warn', 'info', 'debug', 'trace']],
])('each level of %s has a severity, and no level is more severe than the one before it', (_, names) => {
  const severities = names.map((name) => SEVERITY_OF_LEVEL[name])
  expect(severities).not.toContain(undefined)
  expect(severities).toEqual([...severities].sort((a, b) => Number(b) - Number(a)))
})
