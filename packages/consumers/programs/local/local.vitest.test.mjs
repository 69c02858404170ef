import { expect, it } from 'vitest'
import { logAndLook } from './example.js'

it('finds what was logged', async () => {
  expect(await logAndLook('Order placed')).toEqual({ traces: 1, message: 'Order placed' })
})
