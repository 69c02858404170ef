import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { OPTIONS, type OptionRow } from '../../src/options/option-table'
import { resolveOptions } from '../../src/options/resolve'

const docstrings = readFileSync(join(__dirname, '../../src/options/telemetry-client-options.ts'), 'utf8')
const documented = [...docstrings.matchAll(/@default\s(?:\s*\*\s)?([\s\S]*?)\s*\*\/\s*readonly (\w+)\?:/g)]
  .map(([, byDefault = '', name = '']): [string, string] => [name, byDefault])
  .filter(([name]) => name in OPTIONS)

it('documents every option with its default', () => {
  expect(documented.map(([name]) => name).sort()).toEqual(Object.keys(OPTIONS).sort())
})

it.each(documented)('documents the default and environment variables of %s: %s', (name, byDefault) => {
  const { default: value, environment = [] }: OptionRow = OPTIONS[name as keyof typeof OPTIONS]
  if (value !== undefined) expect(byDefault).toBe(formatted(name, value))
  for (const variable of environment) expect(byDefault).toContain(variable)
})

it.each([
  [{}, { flattens: false, recordsUncaught: false }, true],
  [{ flatten: true, uncaught: true, handleSignals: true }, { flattens: true, recordsUncaught: true }, true],
  [{ flatten: 'dot', uncaught: 'record', handleSignals: 'auto' }, { flattens: true, recordsUncaught: true }, true],
  [{ flatten: false, uncaught: false, handleSignals: false }, { flattens: false, recordsUncaught: false }, false],
] as const)('%j switches these options on or off', (options, resolved, handleSignals) => {
  expect(resolveOptions(options, {})).toMatchObject({ ...resolved, delivery: { handleSignals } })
})

// --- helpers ---

const MIB = 1_048_576
const HOUR_MS = 3_600_000

function formatted(name: string, value: unknown): string {
  if (typeof value !== 'number') return typeof value === 'string' ? `'${value}'` : JSON.stringify(value)
  if (name.endsWith('Bytes')) return `${value / MIB} MiB`
  return value >= HOUR_MS ? `${value / HOUR_MS} h` : value.toLocaleString('en-US')
}
