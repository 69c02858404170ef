import { describe, expect, it } from '@jest/globals'
import type { KqlValue } from '../../src'
import { FUNCTION_FAMILIES } from '../../src/functions/index'
import { valueOfKql } from '../run-kql'

describe.each(Object.entries(FUNCTION_FAMILIES))('each %s function gives the value of its example', (_, entries) => {
  it.each(entries.map(({ name, example: [expression, value] }) => [name, expression, value]))(
    '%s: %s',
    async (_name, expression, value) => {
      expect(asText(await valueOfKql(expression))).toBe(value)
    },
  )
})

function asText(value: KqlValue | undefined): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}
