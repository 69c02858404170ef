import { describe, expect, it } from '@jest/globals'
import { aMessage } from '../an-envelope'
import { rowOf, rowOfData } from './row-of'

describe('every row', () => {
  it('has the time, the tags and the operation of its envelope', () => {
    const time = new Date()
    const { row } = rowOf(
      aMessage('m', {
        time: time.toISOString().replace('Z', '456Z'),
        tags: {
          'ai.cloud.role': 'shop',
          'ai.cloud.roleInstance': 'laptop',
          'ai.application.ver': '1.2.3',
          'ai.operation.id': 'trace',
          'ai.operation.parentId': 'span',
          'ai.operation.name': 'GET /',
          'ai.operation.syntheticSource': 'probe',
          'ai.user.id': 'u',
          'ai.user.authUserId': 'auth',
          'ai.user.accountId': 'account',
          'ai.session.id': 's',
          'ai.location.ip': '203.0.113.7',
          'ai.location.city': 'Delft',
          'ai.location.province': 'ZH',
          'ai.location.country': 'NL',
          'ai.device.model': 'X1',
          'ai.device.osVersion': 'Linux',
          'ai.internal.sdkVersion': 'azmon:1.0.0',
        },
      }),
    )

    expect(row).toMatchObject({
      timestamp: BigInt(time.getTime()) * 1000n + 456n,
      cloud_RoleName: 'shop',
      cloud_RoleInstance: 'laptop',
      application_Version: '1.2.3',
      operation_Id: 'trace',
      operation_ParentId: 'span',
      operation_Name: 'GET /',
      operation_SyntheticSource: 'probe',
      user_Id: 'u',
      user_AuthenticatedId: 'auth',
      user_AccountId: 'account',
      session_Id: 's',
      client_IP: '203.0.113.7',
      client_City: 'Delft',
      client_StateOrProvince: 'ZH',
      client_CountryOrRegion: 'NL',
      client_Model: 'X1',
      client_OS: 'Linux',
      client_Type: 'PC',
      sdkVersion: 'azmon:1.0.0',
      itemType: 'trace',
      itemId: 'an-item-id',
      iKey: '11111111-2222-4333-8444-555555555555',
      appId: '11111111-2222-4333-8444-555555555555',
      appName: 'local',
    })
  })

  it('recognizes a browser by its SDK', () => {
    expect(rowOf(aMessage('m', { tags: { 'ai.internal.sdkVersion': 'javascript:3.3.4' } })).row).toMatchObject({
      client_Type: 'Browser',
    })
  })

  it.each([
    [undefined, 1],
    [100, 1],
    [25, 4],
    [33.3, 3],
    [0, 1],
    [-5, 1],
    [1e-300, 2_147_483_647],
  ])('counts a sample rate of %p as %d items', (sampleRate, itemCount) => {
    expect(rowOf(aMessage('m', sampleRate === undefined ? {} : { sampleRate })).row).toMatchObject({ itemCount })
  })

  it('keeps properties as strings and measurements as numbers, with any keys', () => {
    const properties: unknown = JSON.parse('{"__proto__":"p","n":7,"yes":true,"none":null}')
    const { row } = rowOfData('EventData', { name: 'n', properties, measurements: { total: 1.5, none: null } })

    expect(Object.entries(row['customDimensions'] ?? {})).toEqual([
      ['__proto__', 'p'],
      ['n', '7'],
      ['yes', 'true'],
    ])
    expect(row['customMeasurements']).toEqual({ total: 1.5 })
  })
})
