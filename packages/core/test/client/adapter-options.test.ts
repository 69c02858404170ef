import { describe, expect, it } from '@jest/globals'
import { TelemetryClient } from '../../src'
import { splitLogOptions, splitOptions } from '../../src/adapter'

const client = new TelemetryClient({ disabled: true })
const names = { more: ['timeKey'], except: { level: 'Set it on the logger.' } }

describe('the options of an adapter', () => {
  it('are separated from those of its client', () => {
    const options = { timeKey: 'at', cloudRole: 'shop', cloudRoleInstance: 'one', levelMap: { audit: 1 as const } }
    expect(splitLogOptions(options, names)).toEqual({
      client: undefined,
      clientOptions: { cloudRole: 'shop', cloudRoleInstance: 'one' },
      log: { levelMap: { audit: 1 }, recordsAs: 'trace', errorKeys: ['err', 'error', 'exception', 'cause', 'reason'] },
      namesInstance: true,
    })
  })

  it('accepts a client, if there are no options of a client', () => {
    expect(splitLogOptions({ client, recordsAs: 'event' })).toMatchObject({ client, clientOptions: {} })
    expect(() => splitOptions({ client, cloudRole: 'shop' })).toThrow('Pass cloudRole to the TelemetryClient instead')
    expect(() => splitOptions({ client: {} as never })).toThrow('client must be a TelemetryClient')
  })

  it.each<[object, string]>([
    [{ timekey: 'at' }, 'Did you mean timeKey?'],
    [{ level: 'info' }, 'level is not an option here. Set it on the logger.'],
    [{ levelMap: { audit: 7 } }, 'levelMap.audit must be a severity from 0 (verbose) to 4 (critical), got 7.'],
    [{ recordsAs: 'row' }, 'recordsAs must be'],
    [{ errorKeys: 'err' }, 'errorKeys must be an array of strings'],
  ])('%p are refused with a cure', (options, cure) => {
    expect(() => splitLogOptions(options, names)).toThrow(cure)
  })
})
