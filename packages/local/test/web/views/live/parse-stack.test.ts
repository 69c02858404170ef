import { expect, it } from '@jest/globals'
import { parseStack } from '../../../../web/src/views/live/parse-stack'

const frame = (method: string, fileName: string, line: number) => ({ level: 0, method, fileName, line, assembly: null })

it('shows files where they are in their project, and folds frames of libraries and Node', () => {
  const parsedStack = [
    frame('charge', '/srv/payments/src/charges.ts', 112),
    frame('next', '/srv/payments/node_modules/express/lib/router/route.js', 149),
    frame('processTicksAndRejections', 'node:internal/process/task_queues', 95),
    frame('', '/srv/payments/main.ts', 3),
  ]
  const [exception] = parseStack(JSON.stringify([{ type: 'TypeError', message: 'm', parsedStack }]))

  expect(exception?.groups).toMatchObject([
    { isOwn: true, frames: [{ method: 'charge', place: 'src/charges.ts:112' }] },
    { isOwn: false, origin: 'node_modules and node', frames: [{}, { method: 'processTicksAndRejections' }] },
    { isOwn: true, frames: [{ method: '<anonymous>', place: '/srv/payments/main.ts:3' }] },
  ])
})

it('reads a raw stack if there is no parsed one', () => {
  const rawStack = [
    'PaymentFailedError: no',
    '    at pay (/srv/checkout/src/orders.ts:88:11)',
    '    at async Promise.all (index 0)',
    '    at node:internal/timers:573:17',
  ].join('\n')
  const [exception] = parseStack(
    JSON.stringify([{ type: 'PaymentFailedError', message: 'no', parsedStack: [], rawStack }]),
  )

  expect(exception?.groups.flatMap(({ frames }) => frames.map(({ method, place }) => `${method} ${place}`))).toEqual([
    'pay src/orders.ts:88:11',
    'async Promise.all index 0',
    '<anonymous> node:internal/timers:573:17',
  ])
})

it('keeps the causes in order, and shows nothing for details that cannot be read', () => {
  const details = JSON.stringify([{ type: 'A' }, { type: 'B' }, null])

  expect(parseStack(details).map(({ type }) => type)).toEqual(['A', 'B'])
  expect([parseStack('not json'), parseStack('{}'), parseStack('')]).toEqual([[], [], []])
})
