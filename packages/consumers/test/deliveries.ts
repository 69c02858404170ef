import type { ScriptedIngestion } from '@azmon/testkit'

/** What a program logs that has nothing else to say: a record and an error. */
export const RECORD_AND_ERROR = [
  ['shop', 'MessageData', 'Order placed', { level: 'info', orderId: '42' }],
  [
    'shop',
    'ExceptionData',
    'RangeError: expired in 03/24',
    { level: 'error', message: 'Card declined', orderId: '42' },
  ],
]

/** Whose it is, what it is, what it says, its dimensions. */
export function delivered({ accepted }: ScriptedIngestion): readonly unknown[] {
  return accepted.map(({ tags, data: { baseType, baseData } }) => {
    const { message, properties, exceptions: [exception] = [] } = baseData
    const text = exception === undefined ? message : `${exception.typeName}: ${exception.message}`
    return [tags['ai.cloud.role'], baseType, text, properties]
  })
}
