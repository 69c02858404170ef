import { describe, expect, it } from '@jest/globals'
import { exceptionDetails, groupFrames, placeOf } from '../../../web/src/components/stack-frames'

const details = [
  {
    type: 'TypeError',
    message: 'no',
    parsedStack: [
      { level: 0, method: 'startChallenge', fileName: '/app/src/three-d-secure.ts', line: 48 },
      { level: 1, method: 'next', fileName: '/app/node_modules/express/router.js', line: 1 },
      { level: 2, method: 'run', fileName: 'node:internal/process/task_queues', line: 95 },
      { level: 3, method: 'handler', fileName: 'file:///app/src/charges.ts', line: 27 },
    ],
  },
  { type: 'Error', message: 'cause', rawStack: 'Error: cause\n  at x' },
]

describe('exceptionDetails', () => {
  it('reads each exception with its frames, and marks the frames of the program', () => {
    const [first, second] = exceptionDetails(JSON.stringify(details))
    expect(first?.frames.map(({ method, isOwn }) => [method, isOwn])).toEqual([
      ['startChallenge', true],
      ['next', false],
      ['run', false],
      ['handler', true],
    ])
    expect(second).toEqual({ type: 'Error', message: 'cause', frames: [], rawStack: 'Error: cause\n  at x' })
  })

  it('is empty for anything else', () => {
    expect(['{', '', 'null', '{}', undefined].map(exceptionDetails)).toEqual([[], [], [], [], []])
    expect(exceptionDetails([null, { parsedStack: [null] }])).toHaveLength(2)
  })
})

it('puts the frames of packages and the runtime together', () => {
  const { frames } = exceptionDetails(details)[0]!
  expect(groupFrames(frames).map((group) => (group.kind === 'own' ? group.frame.method : group.frames.length))).toEqual(
    ['startChallenge', 2, 'handler'],
  )
})

it('shows where a file is in its project, or the last parts of its path', () => {
  const { frames } = exceptionDetails(details)[0]!
  expect(frames.map(placeOf)).toEqual([
    'src/three-d-secure.ts:48',
    'node_modules/express/router.js:1',
    'process/task_queues:95',
    'src/charges.ts:27',
  ])
  expect(placeOf({ method: '', file: 'C:\\app\\a.js', line: 0, isOwn: true })).toBe('app/a.js')
})
