import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { checkPackages } from '../../../src/cli/checks/check-packages'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'azmon-packages-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

function install(version: string, ...names: readonly string[]): void {
  const path = join(folder, ...names.flatMap((name) => ['node_modules', name]))
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, 'package.json'), JSON.stringify({ version }))
}

describe('checkPackages', () => {
  it('accepts a program with azmon alone', () => {
    install('1.0.0', 'azmon')
    install('1.9.0', '@opentelemetry/api')
    expect(checkPackages(folder)).toMatchObject({ verdict: 'ok', check: 'packages' })
  })

  it.each([
    ['applicationinsights', 'setAutoCollectConsole(false)'],
    ['@azure/monitor-opentelemetry', 'useAzureMonitor()'],
    ['winston-azure-application-insights', 'transport'],
    ['@0dep/pino-applicationinsights', 'transport'],
  ])('warns of %s, which may send the same telemetry', (name, fix) => {
    install('2.9.8', name)
    expect(checkPackages(folder)).toMatchObject({
      verdict: 'warning',
      detail: expect.stringContaining(`${name} 2.9.8 is installed`),
      fix: expect.stringContaining(fix),
    })
  })

  it("finds packages above the program's folder, as in a workspace", () => {
    install('2.9.8', 'applicationinsights')
    expect(checkPackages(join(folder, 'packages/shop'))).toMatchObject({ verdict: 'warning' })
  })

  it("warns if the program's copy of the API is too new to see azmon's spans", () => {
    install('1.10.0', '@opentelemetry/api')
    install('1.0.0', 'azmon')
    install('1.9.0', 'azmon', '@opentelemetry/api')
    expect(checkPackages(folder)).toMatchObject({
      verdict: 'warning',
      detail: "two copies of @opentelemetry/api: the program's, 1.10.0, does not see the spans of azmon's, 1.9.0",
      fix: expect.stringContaining('npm dedupe'),
    })
  })

  it('accepts a copy of the API that is older than ours', () => {
    install('1.4.0', '@opentelemetry/api')
    install('1.0.0', 'azmon')
    install('1.9.0', 'azmon', '@opentelemetry/api')
    expect(checkPackages(folder).verdict).toBe('ok')
  })

  it('reads damaged packages', () => {
    install('2.9.8', 'applicationinsights')
    writeFileSync(join(folder, 'node_modules/applicationinsights/package.json'), '{')
    expect(checkPackages(folder).detail).toContain('of an unknown version')
  })
})
