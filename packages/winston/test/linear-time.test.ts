import { cpuMs, expectLinear, takesLessThan } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import type winston from 'winston'
import { asItIs, mapped } from './builders'

/** Strings that are slow to find in one another, or to read. */
const PATTERNS = ['a', 'a ', ' ', 'ab', '%', '%s ', '\n', '\n    at ', 'Error: ', ': ', 'token=', '"token":', 'é', '😀']

const filled = (pattern: string, length: number) => pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length)

const CALLS: readonly (readonly [name: string, log: (logger: winston.Logger, string: string) => void])[] = [
  ['a message', (logger, string) => logger.info(string)],
  ['a dimension', (logger, string) => logger.info('x', { string })],
  ['a key', (logger, string) => logger.info('x', { [string]: 1 })],
  [
    'an argument that is not in the message',
    (logger, string) => logger.info(string, `${string.slice(string.length / 2)}!`),
  ],
  ['an argument that is in the message', (logger, string) => logger.info(string, string.slice(string.length / 2))],
  ['many arguments', (logger, string) => logger.info(string, ...(string.match(/.{1,16}/gs) ?? []).slice(0, 100))],
  ['the message of an error', (logger, string) => logger.error(string, new Error(string))],
  ['the stack of an error', (logger, stack) => logger.error('x', Object.assign(new Error('a'), { stack }))],
  ['a stack in the fields', (logger, stack) => logger.error('x', { stack: `${stack}\n    at a` })],
  ['a timestamp', (logger, timestamp) => logger.info('x', { timestamp })],
  ['the message of an object', (logger, message) => logger.info(message, { message })],
]

/** On an idle machine it is less than 1 ms; a busy one counts up to three times that for the same work. */
const LIMIT_MS = 3

describe.each(CALLS)('the time to map %s', (_, log) => {
  const map = (string: string) => mapped((logger) => log(logger, string), { format: asItIs })

  it('is at most a millisecond for any string of 16 KB', () => {
    // A logger and a write through its streams take a part of a millisecond themselves.
    const ownMs = cpuMs(() => mapped((logger) => logger.info('x'), { format: asItIs }), 50)
    const slow = PATTERNS.filter((pattern) => !takesLessThan(ownMs + LIMIT_MS, () => map(filled(pattern, 16_384))))
    expect(slow).toEqual([])
  })

  it('at most doubles if the length of any string doubles', () => {
    for (const pattern of PATTERNS) expectLinear((length) => filled(pattern, length), map)
  })
})
