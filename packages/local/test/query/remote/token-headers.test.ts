import { expect, it } from '@jest/globals'
import { tokenHeaders } from '../../../src/query/remote/token-headers'

it('gets one token for concurrent requests, and another before it expires', async () => {
  let tokens = 0
  const lives = [3_600_000, 60_000, 3_600_000]
  const credential = {
    getToken: async () => ({ token: `t${tokens}`, expiresOnTimestamp: Date.now() + (lives[tokens++] ?? 0) }),
  }
  const headers = tokenHeaders(() => credential, 'scope', true)
  expect(await Promise.all([headers(), headers()])).toEqual([
    { authorization: 'Bearer t0' },
    { authorization: 'Bearer t0' },
  ])
  expect(tokens).toBe(1)

  const shortLived = tokenHeaders(() => credential, 'scope', true)
  expect(await shortLived()).toEqual({ authorization: 'Bearer t1' })
  expect(await shortLived()).toEqual({ authorization: 'Bearer t2' })
})

it('explains what is missing if there is no credential', async () => {
  await expect(tokenHeaders(() => undefined, 'scope', true)()).rejects.toMatchObject({
    code: 'AZMON_LOCAL_SOURCE_ACCESS',
    message: expect.stringContaining('npm install --save-dev @azure/identity'),
  })
  expect(await tokenHeaders(() => undefined, 'scope', false)()).toEqual({})
})

it('explains a credential that fails, and asks it again later', async () => {
  let isSignedIn = false
  const credential = {
    getToken: async () => {
      if (!isSignedIn) throw new Error('Please run az login.')
      return { token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }
    },
  }
  const headers = tokenHeaders(() => credential, 'scope', true)
  await expect(headers()).rejects.toMatchObject({ message: expect.stringContaining('Please run az login.') })
  isSignedIn = true
  expect(await headers()).toEqual({ authorization: 'Bearer t' })
})
