import { afterEach, expect, it, jest } from '@jest/globals'
import { warn } from '../src/warn'

afterEach(() => {
  jest.restoreAllMocks()
})

it('prints one line that cannot control the terminal', () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true)
  warn(`the disk is full\x1b[2J\nmore${'x'.repeat(10_000)}`)
  expect(write.mock.calls).toHaveLength(1)
  expect(write.mock.calls[0]?.[0]).toMatch(/^the disk is full\?\[2J\?morex{900,1000}\n$/)
})
