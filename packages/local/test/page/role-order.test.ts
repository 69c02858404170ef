import { expect, it } from '@jest/globals'
import { startLocal } from '../../src'
import { aMessage, postEnvelopes } from '../an-envelope'

async function rolesOf(url: string): Promise<unknown> {
  return (await fetch(new URL('/api/roles', url))).json()
}

function from(role: string, ageMs: number) {
  return aMessage('m', { time: new Date(Date.now() - ageMs).toISOString(), tags: { 'ai.cloud.role': role } })
}

it('returns the roles in order of first arrival, whatever arrives later', async () => {
  await using local = await startLocal({ port: 0 })
  expect(await rolesOf(local.url)).toEqual({ roles: [] })

  await postEnvelopes(local.url, [from('checkout', 10), from('storefront', 20), aMessage('without a role')])
  await postEnvelopes(local.url, [from('payments', 60_000), from('checkout', 0)])
  expect(await rolesOf(local.url)).toEqual({ roles: ['checkout', 'storefront', 'payments'] })
  await local.reset()
  expect(await rolesOf(local.url)).toEqual({ roles: ['checkout', 'storefront', 'payments'] })
})

it('orders the roles that were stored before by their oldest rows', async () => {
  await using local = await startLocal({ port: 0 })
  await postEnvelopes(local.url, [from('checkout', 10), from('storefront', 20)])

  expect(await rolesOf(local.url)).toEqual({ roles: ['storefront', 'checkout'] })
})
