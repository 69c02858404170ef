import assert from 'node:assert/strict'
import { it } from 'node:test'
import { logAndLook } from './example.js'

it('finds what was logged', async () => {
  assert.deepEqual(await logAndLook('Order placed'), { traces: 1, message: 'Order placed' })
})
