import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { checkProgram } from '../../../src/cli/checks/check-program'

it('names the role that the rows of the program have', () => {
  const [role] = checkProgram(join(__dirname, '../../..'), {})
  expect(role).toEqual({ verdict: 'ok', check: 'role', detail: 'azmon, unless the program sets cloudRole' })
  const [named] = checkProgram(__dirname, { OTEL_SERVICE_NAME: 'shop' })
  expect(named?.detail).toBe('shop, unless the program sets cloudRole')
})
