import { expect } from '@jest/globals'
import { event, exception, message } from './arrivals'
import { declined, serialized } from './errors'
import type { LogCase } from './log-case'

export const OPTIONS: readonly LogCase[] = [
  {
    name: 'a level that levelMap maps',
    level: 'warn',
    text: 'x',
    fields: () => ({}),
    options: { levelMap: { warn: 4 } },
    expected: { baseType: 'MessageData', baseData: { message: 'x', severityLevel: 4, properties: { level: 'warn' } } },
  },
  {
    name: 'a level that levelMap maps in upper case',
    level: 'warn',
    text: 'x',
    fields: () => ({}),
    options: { levelMap: { WARN: 4 } },
    expected: { baseType: 'MessageData', baseData: { message: 'x', severityLevel: 4, properties: { level: 'warn' } } },
  },
  {
    name: 'a record if all records are events',
    level: 'info',
    text: 'OrderPlaced',
    fields: () => ({ orderId: 42 }),
    options: { recordsAs: 'event' },
    expected: event('OrderPlaced', { level: 'info', orderId: '42' }),
  },
  {
    name: 'an error if all records are events',
    level: 'error',
    text: '',
    fields: () => ({ err: new RangeError('expired') }),
    options: { recordsAs: 'event' },
    expected: event('expired', { level: 'error', err: expect.stringContaining('"type":"RangeError"') }),
  },
  {
    name: 'an error in a field that errorKeys names',
    level: 'error',
    text: 'x',
    fields: () => ({ failure: serialized(), err: 'none' }),
    options: { errorKeys: ['failure'] },
    expected: exception('error', 3, { message: 'x', err: 'none' }, [declined]),
  },
  {
    name: 'an error in a field that errorKeys does not name',
    level: 'info',
    text: 'x',
    fields: () => ({ cause: serialized() }),
    options: { errorKeys: ['failure'] },
    expected: message('x', { cause: expect.stringContaining('"message":"declined"') }),
  },
  {
    name: 'a logger with a name',
    level: 'info',
    text: 'x',
    fields: () => ({}),
    options: { name: 'payments' },
    expected: message('x', { logger: 'payments' }),
  },
  {
    name: 'a logger whose name must be redacted',
    level: 'info',
    text: 'x',
    fields: () => ({}),
    options: { name: 'payments', redactKeys: ['logger'] },
    expected: message('x', { logger: '[redacted]' }),
  },
  {
    name: 'a field called logger, which overrides the name of the logger',
    level: 'info',
    text: 'x',
    fields: () => ({ logger: 'mine' }),
    options: { name: 'payments' },
    expected: {
      baseType: 'MessageData',
      baseData: { message: 'x', severityLevel: 1, properties: expect.objectContaining({ logger: 'mine' }) },
    },
  },
]
