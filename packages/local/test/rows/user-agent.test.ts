import { describe, expect, it } from '@jest/globals'
import { aMessage } from '../an-envelope'
import { rowOf } from './row-of'

const APPLE = 'AppleWebKit/537.36 (KHTML, like Gecko)'

describe('a row with the user agent of its client', () => {
  it.each([
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${APPLE} Chrome/126.0.0.0 Safari/537.36`, 'Chrome 126.0', 'Windows 10'],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${APPLE} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.87`,
      'Edge 126.0',
      'Windows 10',
    ],
    [`Mozilla/5.0 (Linux; Android 14) ${APPLE} Chrome/126.0.0.0 Mobile Safari/537.36`, 'Chrome 126.0', 'Android 14'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      'Safari 17.5',
      'iOS 17.5',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0',
      'Firefox 127.0',
      'Mac OS X 10.15',
    ],
    ['curl/8.5.0', 'curl 8.5', null],
    ['undici', null, null],
    ['', null, null],
  ])('has its browser and system: %s', (userAgent, client_Browser, client_OS) => {
    const { row } = rowOf(aMessage('m', { tags: { 'ai.user.userAgent': userAgent } }))
    expect(row).toMatchObject({ client_Browser, client_OS })
  })

  it('keeps the system that its SDK sent', () => {
    const tags = { 'ai.user.userAgent': 'Mozilla/5.0 (Linux; Android 14)', 'ai.device.osVersion': 'Android 14.1' }
    expect(rowOf(aMessage('m', { tags })).row).toMatchObject({ client_OS: 'Android 14.1', client_Browser: null })
  })
})
