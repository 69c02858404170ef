import type { TelemetryClientOptions } from '@azmon/core'
import { offerToWorkers } from '@azmon/core/adapter'
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals'
import { withOfferedOptions } from '../src/offered-options'
import type { AzureMonitorTargetOptions } from '../src/target-options'

let warnings: string[]

beforeEach(() => {
  warnings = []
  jest.spyOn(process, 'emitWarning').mockImplementation((warning) => {
    warnings.push(String(warning))
  })
})

afterEach(() => {
  offerToWorkers(undefined)
  jest.restoreAllMocks()
})

it('a target has its own options if start() was not called', () => {
  const own = { cloudRole: 'shop' }
  expect(withOfferedOptions(own)).toBe(own)
})

it.each<[string, TelemetryClientOptions, AzureMonitorTargetOptions, object]>([
  ['has the options of start()', { cloudRole: 'shop' }, { timeKey: 'at' }, { cloudRole: 'shop', timeKey: 'at' }],
  ['may repeat them', { cloudRole: 'shop' }, { cloudRole: 'shop' }, { cloudRole: 'shop' }],
  ['does not lose them by undefined', { cloudRole: 'shop' }, { cloudRole: undefined }, { cloudRole: 'shop' }],
  [
    'adds to the keys that are redacted',
    { redactKeys: ['pin'] },
    { redactKeys: ['ssn'] },
    { redactKeys: ['pin', 'ssn'] },
  ],
  [
    'has its own destination as a whole',
    { instrumentationKey: 'theirs', endpoint: 'https://theirs.example' },
    { connectionString: 'own' },
    { connectionString: 'own' },
  ],
])('a target %s', (_, offered, given, expected) => {
  offerToWorkers(offered)
  expect(withOfferedOptions(given)).toEqual(expected)
  expect(warnings).toEqual([])
})

it('a target with other options causes one warning that names them', () => {
  offerToWorkers({ cloudRole: 'shop', durability: 'memory', processors: [() => true] })
  expect(withOfferedOptions({ cloudRole: 'own' })).toEqual({ cloudRole: 'own', durability: 'memory' })
  expect(warnings).toEqual([
    "pino's worker uses other options than start(). The target sets its own cloudRole. Remove them to use those of start(). A worker cannot receive processors of start(). Use azmonPino() instead.",
  ])
})

it('a target with its own processors causes no warning about those of start()', () => {
  offerToWorkers({ processors: [() => true] })
  expect(withOfferedOptions({ processors: ['./scrub.cjs'] })).toEqual({ processors: ['./scrub.cjs'] })
  expect(warnings).toEqual([])
})
